#include "raytracer/testing/test_scenes.h"

#include "raytracer/testing/pictures.h"

namespace raypool::testing {

SceneDesc stillLifeDesc(uint32_t width, uint32_t height) {
    SceneDesc scene;
    scene.width = width;
    scene.height = height;
    scene.classic.maxDepth = 8;
    const auto add = [&](auto shape, ClassicMaterialDesc material) { scene.classic.elements.push_back({shape, material}); };
    add(PlaneDesc{{0, -2, 0}, {0, -1, 0}}, {.texture = 0, .albedo = 0.4F});
    add(PlaneDesc{{0, 0, -15}, {0, 0, -1}}, {.color = {0.4F, 0.6F, 1}, .albedo = 0.5F});
    add(SphereDesc{{-2.2, -0.5, -6}, 1.5}, {.color = {1, 0.3F, 0.2F}, .albedo = 0.6F});
    add(SphereDesc{{1, -0.8, -5}, 1.2}, {.color = {0.9F, 0.9F, 0.9F}, .albedo = 0.3F, .surface = ClassicSurface::kReflective, .reflectivity = 0.7F});
    add(SphereDesc{{0.2, 0.9, -3.5}, 0.8}, {.color = {0.8F, 1, 0.9F}, .surface = ClassicSurface::kRefractive, .index = 1.5F, .transparency = 0.95F});
    scene.classic.lights.push_back({SphericalLightDesc{{-5, 8, 2}}, {1, 0.9F, 0.8F}, 5000});
    scene.classic.lights.push_back({DirectionalLightDesc{{0.6, -0.8, 0}}, {0.5F, 0.7F, 1}, 2});
    scene.classic.textures.resize(1);
    return scene;
}

std::shared_ptr<const RenderScene> stillLife(uint32_t width, uint32_t height) {
    return sceneOf(stillLifeDesc(width, height), {{2, 2, {{0.9F, 0.9F, 0.9F}, {0.1F, 0.1F, 0.1F}, {0.1F, 0.1F, 0.1F}, {0.9F, 0.9F, 0.9F}}}});
}

std::shared_ptr<const RenderScene> endlessGlass(uint32_t width, uint32_t height, uint32_t depth) {
    SceneDesc scene;
    scene.width = width;
    scene.height = height;
    scene.classic.maxDepth = depth;
    scene.classic.shadowBias = 0;
    for (int i = 0; i < 6; ++i) {
        ElementDesc glass;
        glass.shape = SphereDesc{{0.01 * i, 0, -3}, 1 + 0.1 * i};
        // It gains light at every hit, so no branch is too weak to be followed.
        glass.material = {.surface = ClassicSurface::kRefractive, .index = 5, .transparency = 2};
        scene.classic.elements.push_back(glass);
    }
    return sceneOf(scene);
}

}  // namespace raypool::testing
