// Normals and tangents from textures: exact ones, and none that make black pixels.
#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/core/frame.h"
#include "raytracer/image/codec.h"
#include "raytracer/integrators/path/mapped.h"
#include "raytracer/integrators/path/path.h"
#include "raytracer/materials/shading.h"
#include "raytracer/scene/data_uri.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/path_scene.h"

namespace raypool {
namespace {

using testing::compileText;
using testing::oneRay;
using testing::radianceOf;
using testing::RunningStats;

/// A picture of one normal, as bytes.
std::string onePixel(int r, int g, int b) {
    const std::vector<uint8_t> rgba{static_cast<uint8_t>(r), static_cast<uint8_t>(g), static_cast<uint8_t>(b), 255};
    return R"({"path": ")" + toDataUri(encodePng(1, 1, rgba), "image/png") + "\"}";
}
vec3 decoded(int r, int g, int b) { return vec3(r, g, b) * (2.0F / 255) - vec3(1); }

/// What is met along -z at (x, y), with its maps applied.
struct Met {
    SurfacePoint point;
    Material material;
};
Met metAt(const std::string& objects, vec2 at, float footprint = 1e-4F) {
    const RenderScene scene = compileText(R"({"raypool": 1, "camera": {"position": [0, 0, 9]}, "objects": [)" + objects + "]}");
    Ray ray;
    ray.o = vec3(at, 5);
    ray.d = vec3(0, 0, -1);
    Hit hit;
    Met met;
    if (!scene.accel.intersect(ray, kAllRays, hit)) {
        ADD_FAILURE() << "nothing is met";
        return met;
    }
    met.point = surfaceAt(scene.geometry, ray, hit);
    const Surface& surface = scene.surfaces[met.point.surface];
    met.material = scene.materials[surface.material];
    applyTextures(scene, texturePointAt(scene, ray, hit, met.point, surface, footprint), ray, hit, 0, met.point, met.material);
    return met;
}
std::string rectangle(const std::string& material, const std::string& more = "") {
    return R"({"rectangle": {"width": 2, "height": 2}, )" + more + R"("material": {)" + material + "}}";
}
void expectNear(vec3 found, vec3 expected, float tolerance = 1e-5F) {
    EXPECT_NEAR(length(found - expected), 0, tolerance)
        << found.x << ' ' << found.y << ' ' << found.z << " instead of " << expected.x << ' ' << expected.y << ' ' << expected.z;
}

TEST(PathNormals, ANormalMapIsRightUpAndOutOfThePicture) {
    const vec3 n = decoded(200, 160, 220);
    expectNear(metAt(rectangle(R"("geometry_normal": )" + onePixel(200, 160, 220)), {0.1F, 0.2F}).point.ns, normalize(n));
    expectNear(metAt(rectangle(R"("normal_scale": 0.5, "geometry_normal": )" + onePixel(200, 160, 220)), {0.1F, 0.2F}).point.ns,
               normalize(vec3(n.x * 0.5F, n.y * 0.5F, n.z)));
    // Mirrored, the picture is seen mirrored, and so are its normals.
    expectNear(metAt(rectangle(R"("geometry_normal": )" + onePixel(200, 160, 220), R"("transform": {"scale": [-1, 1, 1]}, )"), {0.1F, 0.2F}).point.ns,
               normalize(vec3(-n.x, n.y, n.z)));
}

TEST(PathNormals, AMeshTakesItsTangentsFromItsCoordinatesOrItsOwn) {
    const vec3 n = normalize(decoded(200, 160, 220));
    const auto mesh = [](const char* fields) {
        return R"({"mesh": {"positions": [[-1, 1, 0], [-1, -1, 0], [1, -1, 0], [1, 1, 0]], "indices": [0, 1, 2, 0, 2, 3],
            "normals": [[0, 0, 1], [0, 0, 1], [0, 0, 1], [0, 0, 1]], )" + std::string(fields) + R"(}, "material": {"geometry_normal": )" + onePixel(200, 160, 220) + "}}";
    };
    // Upright, turned by a quarter to the left, and mirrored.
    expectNear(metAt(mesh(R"("uvs": [[0, 0], [0, 1], [1, 1], [1, 0]])"), {0.3F, 0.2F}).point.ns, n);
    expectNear(metAt(mesh(R"("uvs": [[1, 0], [0, 0], [0, 1], [1, 1]])"), {0.3F, 0.2F}).point.ns, vec3(-n.y, n.x, n.z));
    expectNear(metAt(mesh(R"("uvs": [[1, 0], [1, 1], [0, 1], [0, 0]])"), {0.3F, 0.2F}).point.ns, vec3(-n.x, n.y, n.z));
    expectNear(metAt(mesh(R"("uvs": [[0, 0], [0, 1], [1, 1], [1, 0]], "tangents": [[0, 1, 0, 1], [0, 1, 0, 1], [0, 1, 0, 1], [0, 1, 0, 1]])"), {0.3F, 0.2F}).point.ns,
               vec3(-n.y, n.x, n.z));
}

TEST(PathNormals, BumpsTiltTheNormalByTheirSlope) {
    // Half a metre up over the two metres of the rectangle.
    const std::string ramp = R"("bump_height": 0.5, "geometry_bump": {"type": "gradient"})";
    expectNear(metAt(rectangle(ramp), {0.1F, 0.2F}).point.ns, normalize(vec3(-0.25F, 0, 1)), 1e-3F);
    expectNear(metAt(rectangle(R"("bump_height": -0.5, "geometry_bump": {"type": "gradient", "rotation": 90})"), {0.1F, 0.2F}).point.ns,
               normalize(vec3(0, -0.25F, 1)), 1e-3F);   // u' = v: down, where the surface sinks
    // A cone: 1 per half a metre of coordinates, at every radius the same slope outwards.
    const vec2 at(0.3F, -0.4F);
    expectNear(metAt(rectangle(R"("bump_height": 0.2, "geometry_bump": {"type": "gradient", "shape": "radial"})"), at).point.ns,
               normalize(vec3(-0.2F * at / 0.5F, 1)), 2e-3F);
    // A solid pattern: by differences of the noise itself.
    const auto noise = [](vec2 p) { return noiseAt({.frequency = 2, .octaves = 1}, vec3(p, 0)); };
    const float dx = (noise(at + vec2(1e-3F, 0)) - noise(at - vec2(1e-3F, 0))) / 2e-3F, dy = (noise(at + vec2(0, 1e-3F)) - noise(at - vec2(0, 1e-3F))) / 2e-3F;
    // The rectangle's own space is its width: 2 m.
    const vec3 found = metAt(rectangle(R"("bump_height": 0.1, "geometry_bump": {"type": "noise", "size": 0.5, "octaves": 1})"), at * 2.0F).point.ns;
    expectNear(found, normalize(vec3(-dx * 0.05F, -dy * 0.05F, 1)), 1e-2F);
    // Twice as large a surface is half as steep: heights are metres.
    expectNear(metAt(rectangle(ramp, R"("transform": {"scale": [2, 2, 2]}, )"), {0.1F, 0.2F}).point.ns, normalize(vec3(-0.125F, 0, 1)), 1e-3F);
}

TEST(PathNormals, TangentsTurn) {
    const auto tangent = [](const std::string& fields) { return normalize(metAt(rectangle(fields), {0.1F, 0.2F}).point.tangent); };
    expectNear(tangent(R"("tangent_rotation": 30)"), vec3(std::sqrt(0.75F), 0.5F, 0));
    const vec3 way = decoded(255, 191, 0);
    expectNear(tangent(R"("geometry_tangent": )" + onePixel(255, 191, 0)), normalize(vec3(way.x, way.y, 0)));
    expectNear(tangent(R"("tangent_rotation": 90, "geometry_tangent": )" + onePixel(255, 191, 0)), normalize(vec3(-way.y, way.x, 0)));
}

TEST(PathNormals, ACoatKeepsTheGeometrysNormalOrHasItsOwn) {
    const auto coatOf = [](const std::string& fields) {
        const Met met = metAt(rectangle(R"("coat_weight": 1, )" + fields), {0.1F, 0.2F});
        return shadingFrame(vec3(0, 0, 1), met.point.ns, met.point.ng, met.point.tangent).toWorld(met.material.coatNormal);
    };
    expectNear(coatOf(R"("geometry_normal": )" + onePixel(200, 160, 220)), vec3(0, 0, 1));
    expectNear(coatOf(R"("geometry_coat_normal": )" + onePixel(110, 160, 240)), normalize(decoded(110, 160, 240)));
    expectNear(coatOf(R"("geometry_normal": )" + onePixel(200, 160, 220) + R"(, "geometry_coat_normal": )" + onePixel(110, 160, 240)),
               normalize(decoded(110, 160, 240)));
}

TEST(PathNormals, WildNormalsLeaveNoPixelBlackInAFurnace) {
    // Normals of any direction a picture can say, on a sphere in even light: 1 everywhere if nothing is lost. What is lost
    // is diffuse light to the wrong side of the true surface (shading.h); what microfacets scatter is kept (folded_bsdf.h),
    // but for what a mirror sends from bump to bump more often than a path is long.
    std::vector<uint8_t> rgba;
    Pcg32 random(5);
    for (int i = 0; i < 64 * 64; ++i) {
        for (int c = 0; c < 4; ++c) rgba.push_back(c == 3 ? 255 : static_cast<uint8_t>(random.next() >> 24));
    }
    const std::string map = R"({"filter": "nearest", "path": ")" + toDataUri(encodePng(64, 64, rgba), "image/png") + "\"}";
    struct Case {
        const char* name;
        std::string material;
        double leastPixel, leastMean;
    };
    for (const Case& c : {Case{"diffuse", R"("type": "diffuse", "color": 1, "normal": )" + map, 0.4, 0.75},
                          Case{"mirror", R"("type": "conductor", "color": 1, "roughness": 0, "normal": )" + map, 0.95, 0.99},
                          Case{"metal", R"("type": "conductor", "color": 1, "roughness": 0.5, "normal": )" + map, 0.9, 0.99},
                          Case{"rough metal", R"("type": "conductor", "color": 1, "roughness": 1, "normal": )" + map, 0.75, 0.985},
                          Case{"glass", R"("type": "dielectric", "roughness": 0.3, "normal": )" + map, 0.75, 0.98},
                          Case{"clear glass", R"("type": "dielectric", "roughness": 0, "normal": )" + map, 0.75, 0.98}}) {
        const auto scene = compileText(R"({"raypool": 1, "render": {"width": 16, "height": 16, "max_depth": 64, "rr_depth": 64}, "environment": {"type": "constant"},
            "camera": {"type": "orthographic", "position": [0, 0, 5], "look_at": [0, 0, 0], "ymag": 0.7},
            "objects": [{"sphere": {}, "material": {)" + c.material + "}}]}");
        RunningStats all;
        for (uint32_t y = 0; y < 16; ++y) {
            for (uint32_t x = 0; x < 16; ++x) {
                const double mean = radianceOf(scene, {x, y}, 1, 48).mean();
                EXPECT_GT(mean, c.leastPixel) << c.name << ' ' << x << ' ' << y;
                all.add(mean);
            }
        }
        EXPECT_LE(all.mean(), 1.01) << c.name;
        EXPECT_GT(all.mean(), c.leastMean) << c.name;
    }
}

}  // namespace
}  // namespace raypool
