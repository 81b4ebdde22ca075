#include "raytracer/scene/native_checks.h"

#include <algorithm>

#include "raytracer/scene/cycles.h"

namespace raypool {
namespace {

std::string levels() { return "at most " + std::to_string(kMaxNesting) + " levels"; }

std::optional<Diagnostic> checkMixes(const NativeDesc& scene) {
    Graph graph(scene.materials.size());
    for (size_t i = 0; i < scene.materials.size(); ++i) {
        if (const auto* mix = std::get_if<MixDesc>(&scene.materials[i].model)) graph[i] = {mix->a, mix->b};
    }
    const auto order = orderOf(graph);
    if (order.inCycle) {
        const auto& m = scene.materials[*order.inCycle];
        return m.place.problem("material \"" + m.name + "\" is mixed from itself", "a mix can't contain itself");
    }
    std::vector<uint32_t> depth(graph.size());
    for (const uint32_t i : order.children) {
        for (const uint32_t child : graph[i]) depth[i] = std::max(depth[i], depth[child] + 1);
        if (depth[i] > kMaxNesting) return scene.materials[i].place.problem("materials stand in each other too deep", levels());
    }
    return std::nullopt;
}

std::optional<Diagnostic> checkTextures(const NativeDesc& scene) {
    Graph graph(scene.textures.size());
    for (size_t i = 0; i < scene.textures.size(); ++i) {
        const auto refer = [&](int32_t texture) {
            if (texture != kNoTexture) graph[i].push_back(static_cast<uint32_t>(texture));
        };
        std::visit([&](const auto& model) {
            if constexpr (requires { model.a.texture; }) refer(model.a.texture), refer(model.b.texture);
            if constexpr (requires { model.weight.texture; }) refer(model.weight.texture);
        }, scene.textures[i].model);
    }
    const auto order = orderOf(graph);
    if (order.inCycle) {
        const auto& t = scene.textures[*order.inCycle];
        return t.place.problem("texture \"" + t.name + "\" is made from itself", "a texture can't contain itself");
    }
    std::vector<uint32_t> depth(graph.size());
    for (const uint32_t i : order.children) {
        for (const uint32_t child : graph[i]) depth[i] = std::max(depth[i], depth[child] + 1);
        if (depth[i] > kMaxTextureNesting) {
            return scene.textures[i].place.problem("textures stand in each other too deep", "at most " + std::to_string(kMaxTextureNesting) + " levels");
        }
    }
    return std::nullopt;
}

std::optional<Diagnostic> checkInstances(const NativeDesc& scene) {
    Graph graph(scene.objects.size());
    for (size_t i = 0; i < scene.objects.size(); ++i) {
        if (const auto* group = std::get_if<GroupShape>(&scene.objects[i].shape)) graph[i] = group->objects;
        if (const auto* instance = std::get_if<InstanceShape>(&scene.objects[i].shape)) {
            graph[i] = {scene.prototypes[instance->prototype].object};
        }
    }
    const auto order = orderOf(graph);
    if (order.inCycle) {
        return scene.objects[*order.inCycle].place.problem("a prototype contains an instance of itself", "instances may not go in circles");
    }
    std::vector<uint32_t> depth(graph.size());
    std::vector<uint64_t> count(graph.size());   // what is seen of it; more than kMaxInstances are as many as one more
    for (const uint32_t i : order.children) {
        if (!std::holds_alternative<GroupShape>(scene.objects[i].shape)) count[i] = graph[i].empty() ? 1 : 0;
        for (const uint32_t child : graph[i]) {
            depth[i] = std::max(depth[i], depth[child] + 1);
            count[i] = std::min(count[i] + count[child], kMaxInstances + 1);
        }
        if (depth[i] > kMaxNesting) {
            return scene.objects[i].place.problem("groups and instances stand in each other too deep", levels());
        }
    }
    uint64_t total = 0;
    for (const uint32_t root : scene.roots) {
        total += count[root];
        if (total > kMaxInstances) {
            return scene.objects[root].place.problem("instances make too many objects of the scene", "at most " + std::to_string(kMaxInstances));
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Diagnostic> checkReferences(const NativeDesc& scene) {
    if (auto found = checkTextures(scene)) return found;
    if (auto found = checkMixes(scene)) return found;
    return checkInstances(scene);
}

}  // namespace raypool
