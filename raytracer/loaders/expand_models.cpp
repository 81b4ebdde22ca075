#include "raytracer/loaders/expand_models.h"

#include <algorithm>
#include <map>

#include "raytracer/loaders/merge_scene.h"
#include "raytracer/scene/data_uri.h"
#include "raytracer/scene/native_checks.h"
#include "raytracer/scene/scene_files.h"

namespace raypool {
namespace {

/// More lights than these are a mistake, or an attack.
constexpr size_t kMaxModelLights = 65536;

std::string_view fileNameOf(std::string_view path) { return path.substr(path.find_last_of("/\\") + 1); }

class Expansion {
public:
    Expansion(NativeDesc& scene, AssetSource& assets, Diagnostics& warnings, ReadModels* models)
        : scene_(scene), files_(scene.files, assets), warnings_(warnings), models_(models), taken_(scene) {}

    Diagnostics run() {
        std::map<Key, std::vector<uint32_t>> users;
        for (uint32_t id = 0; id < scene_.objects.size(); ++id) {
            const auto* model = std::get_if<ModelShape>(&scene_.objects[id].shape);
            if (model == nullptr) continue;
            const bool keepsMaterials = scene_.objects[id].material == kInherit;
            users[{model->file, model->time, model->animation, model->variant, model->lights, keepsMaterials}].push_back(id);
        }
        // In the order of the objects, not of the names.
        std::vector<const std::pair<const Key, std::vector<uint32_t>>*> order;
        for (const auto& each : users) order.push_back(&each);
        std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->second[0] < b->second[0]; });
        for (const auto* each : order) expand(each->second, each->first.keepsMaterials);
        if (problems_.empty()) {
            if (auto found = checkReferences(scene_)) problems_.push_back(std::move(*found));
        }
        if (problems_.empty() && !lightsOf_.empty()) placeLights();
        return std::move(problems_);
    }

private:
    struct Key {
        std::string file;
        double time;
        std::string animation, variant;
        bool lights;
        bool keepsMaterials;
        friend auto operator<=>(const Key&, const Key&) = default;
    };

    void report(const Place& place, const std::string& file, Diagnostics found) {
        for (const auto& d : found) {
            std::string message = "the model \"" + file + "\"";
            message += d.severity == Severity::kError ? " can't be used: " : ": ";
            if (d.line > 0) message += "line " + std::to_string(d.line) + ": ";
            message += d.message;
            if (!d.pointer.empty()) message += " [" + d.pointer + "]";
            Diagnostic out = place.problem(std::move(message), d.hint);
            out.severity = d.severity;
            (d.severity == Severity::kError ? problems_ : warnings_).push_back(std::move(out));
        }
    }

    /// All of `ids` are the same model.
    void expand(const std::vector<uint32_t>& ids, bool keepsMaterials) {
        const ModelShape shape = std::get<ModelShape>(scene_.objects[ids[0]].shape);
        const Place place = scene_.objects[ids[0]].place;
        const std::string file = isDataUri(shape.file) ? "data:" : shape.file;
        const auto bytes = files_.share(shape.file);
        if (!bytes) {
            problems_.push_back(place.problem("the model \"" + file + "\" can't be read: " + bytes.error()));
            return;
        }
        const ModelOptions options{shape.time, shape.animation, shape.variant};
        std::optional<Model> model;
        if (models_ != nullptr) model = models_->take(shape.file, *bytes, options);
        if (!model) {
            auto read = loadModel(shape.file, **bytes, files_, options);
            if (!read) {
                report(place, file, std::move(read.error()));
                return;
            }
            model = std::move(*read);
        }
        for (auto& warning : model->warnings) warning.severity = Severity::kWarning;
        report(place, file, std::move(model->warnings));
        if (!keepsMaterials) {
            for (auto& object : model->scene.objects) object.material = kInherit;
        }
        std::vector<PunctualLightDesc> lights = std::move(model->scene.lights);
        std::vector<uint32_t> roots = mergeScene(scene_, std::move(model->scene), taken_, place);
        uint32_t group = ids[0];
        if (ids.size() == 1) {
            scene_.objects[group].shape = GroupShape{std::move(roots)};
        } else {
            group = static_cast<uint32_t>(scene_.objects.size());
            ObjectDesc parts;
            parts.shape = GroupShape{std::move(roots)};
            parts.place = place;
            scene_.objects.push_back(std::move(parts));
            const auto prototype = static_cast<uint32_t>(scene_.prototypes.size());
            scene_.prototypes.push_back({taken_.prototypes.unique(std::string(fileNameOf(file))), group});
            for (const uint32_t id : ids) scene_.objects[id].shape = InstanceShape{prototype};
        }
        if (shape.lights && !lights.empty()) {
            for (auto& light : lights) light.place = place;
            lightsOf_[group] = std::move(lights);
        }
    }

    // --- Lights stand in the scene itself, wherever the groups and instances with them are.

    void placeLights() {
        // Objects are visited only where they lead to lights: children first.
        leadsToLights_.assign(scene_.objects.size(), kUnknown);
        for (const uint32_t root : scene_.roots) {
            if (leads(root)) visit(root, {});
        }
    }

    template <class F>
    void forEachChild(uint32_t id, F f) const {
        const Shape& shape = scene_.objects[id].shape;
        if (const auto* group = std::get_if<GroupShape>(&shape)) {
            for (const uint32_t member : group->objects) f(member);
        } else if (const auto* instance = std::get_if<InstanceShape>(&shape)) {
            f(scene_.prototypes[instance->prototype].object);
        }
    }

    /// At most kMaxNesting deep, as checkReferences has seen to.
    bool leads(uint32_t id) {
        if (leadsToLights_[id] != kUnknown) return leadsToLights_[id] == kYes;
        bool yes = lightsOf_.contains(id);
        forEachChild(id, [&](uint32_t child) { yes = leads(child) || yes; });
        leadsToLights_[id] = yes ? kYes : kNo;
        return yes;
    }

    Affine64 poseOf(const std::vector<TransformKey>& keys) const {
        if (keys.empty()) return {};
        if (keys.size() == 1) return keys[0].transform;
        std::vector<std::pair<float, Affine64>> pairs;
        for (const auto& key : keys) pairs.emplace_back(key.time, key.transform);
        return MotionTransform(pairs).matrixAt(scene_.camera.shutterOpen);
    }

    void visit(uint32_t id, const Affine64& above) {
        const Affine64 here = above * poseOf(scene_.objects[id].keys);
        if (const auto found = lightsOf_.find(id); found != lightsOf_.end()) {
            for (const auto& light : found->second) add(light, here, scene_.objects[id].place);
        }
        forEachChild(id, [&](uint32_t child) {
            if (leads(child) && problems_.empty()) visit(child, here);
        });
    }

    /// As KHR_lights_punctual says, a scale moves a light but makes it no brighter.
    void add(PunctualLightDesc light, const Affine64& pose, const Place& place) {
        if (++added_ > kMaxModelLights) {
            problems_.push_back(place.problem("the scene's models have too many lights", "at most " + std::to_string(kMaxModelLights)));
            return;
        }
        light.position = pose.point(light.position);
        const dvec3 direction = pose.vector(light.direction);
        const double length = glm::length(direction);
        if (length > 0) light.direction = direction / length;
        scene_.lights.push_back(std::move(light));
    }

    enum Leads : uint8_t { kUnknown, kNo, kYes };

    NativeDesc& scene_;
    SceneFiles files_;
    Diagnostics& warnings_;
    ReadModels* models_;
    Diagnostics problems_{};
    TakenNames taken_;
    std::map<uint32_t, std::vector<PunctualLightDesc>> lightsOf_{};   // of a model, by the group with its parts
    std::vector<Leads> leadsToLights_{};
    size_t added_ = 0;
};

}  // namespace

bool hasModels(const NativeDesc& scene) {
    return std::any_of(scene.objects.begin(), scene.objects.end(), [](const ObjectDesc& o) { return std::holds_alternative<ModelShape>(o.shape); });
}

Diagnostics expandModels(NativeDesc& scene, AssetSource& assets, Diagnostics& warnings, ReadModels* models) {
    return Expansion(scene, assets, warnings, models).run();
}

}  // namespace raypool
