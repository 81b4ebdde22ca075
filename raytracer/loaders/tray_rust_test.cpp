#include "raytracer/loaders/tray_rust.h"

#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/loaders/demo2018_native.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/loaders/tray_rust_animation.h"
#include "raytracer/scene/native_writer.h"
#include "raytracer/testing/pictures.h"

namespace raypool {
namespace {

constexpr const char* kFilm = R"("film": {"width": 64, "height": 48, "samples": 16, "start_frame": 2, "end_frame": 9, "frames": 10,
    "scene_time": 5, "filter": {"type": "mitchell_netravali", "width": 2, "height": 2, "b": 0.333333, "c": 0.333333}},)";
constexpr const char* kCamera = R"("camera": {"fov": 30, "transform": [{"type": "translate", "translation": [0, 12, -60]}]},)";
constexpr const char* kTracer = R"("integrator": {"type": "pathtracer", "min_depth": 4, "max_depth": 8},)";
constexpr const char* kGrey = R"("materials": [{"name": "grey", "type": "matte", "diffuse": [0.5, 0.5, 0.5], "roughness": 0}],)";
constexpr const char* kLight = R"({"name": "lamp", "type": "emitter", "emitter": "point", "emission": [1, 1, 1, 100], "transform": []})";

std::string sceneOf(const std::string& objects, const std::string& materials = kGrey, const std::string& camera = kCamera) {
    return std::string("{") + kFilm + camera + kTracer + materials + "\"objects\": [" + objects + "]}";
}
std::string ball(const std::string& transform, const std::string& material = "grey") {
    return R"({"name": "ball", "type": "receiver", "material": ")" + material + R"(", "geometry": {"type": "sphere", "radius": 1}, )" + transform + "}";
}

SceneDesc loaded(const std::string& text, const SceneOverrides& overrides = {}) {
    auto scene = loadScene(text, overrides);
    if (scene) return std::move(*scene);
    for (const auto& problem : scene.error()) ADD_FAILURE() << toString(problem);
    return {};
}
/// The first problem's "pointer: message", or "".
std::string problemOf(const std::string& text, const SceneOverrides& overrides = {}) {
    const auto scene = loadScene(text, overrides);
    return scene ? "" : scene.error().front().pointer + ": " + scene.error().front().message;
}

void expectNear(dvec3 a, dvec3 b, double tolerance = 1e-9) {
    EXPECT_NEAR(a.x, b.x, tolerance);
    EXPECT_NEAR(a.y, b.y, tolerance);
    EXPECT_NEAR(a.z, b.z, tolerance);
}

TEST(TrayRust, filmCameraAndIntegrator) {
    const SceneDesc scene = loaded(sceneOf(kLight));
    EXPECT_EQ(scene.format, SceneFormat::kTrayRust);
    EXPECT_EQ(scene.width, 64U);
    EXPECT_EQ(scene.height, 48U);
    EXPECT_EQ(scene.native.render.samples, 16U);
    EXPECT_EQ(scene.native.render.maxDepth, 8U);
    EXPECT_EQ(scene.native.render.rrDepth, 4U);
    EXPECT_EQ(scene.native.render.filter, (FilterDesc{FilterShape::kMitchell, 2}));
    EXPECT_EQ(scene.native.environment.type, EnvironmentDesc::Type::kBlack);
    EXPECT_EQ(scene.firstFrame, 2U);
    EXPECT_EQ(scene.lastFrame, 9U);
    EXPECT_EQ(scene.frame, 2U);
    // Frame 2 of 10 in 5 seconds begins at 1 s; half of its half second is exposed.
    EXPECT_EQ(scene.native.camera.shutterOpen, 1.0F);
    EXPECT_EQ(scene.native.camera.shutterClose, 1.25F);
    // x stays right, what was ahead (+z) is ahead (-z in the camera's own space).
    const Affine64& camera = scene.native.camera.keys.at(0).transform;
    expectNear(camera.vector({1, 0, 0}), {1, 0, 0});
    expectNear(camera.vector({0, 0, -1}), {0, 0, 1});
    expectNear(camera.t, {0, 12, -60});
    EXPECT_EQ(scene.native.camera.yfov, 30.0);
}

TEST(TrayRust, angleOfViewIsThatOfTheShorterSide) {
    const SceneDesc scene = loaded(sceneOf(kLight), {.width = 40, .height = 60});
    EXPECT_EQ(scene.native.camera.xfov, 30.0);
    EXPECT_FALSE(scene.native.camera.yfov.has_value());
}

TEST(TrayRust, lookAtIsSeenTheRightWayRound) {
    const std::string camera = R"("camera": {"fov": 50, "position": [10, 20, -30], "target": [0, 8, 0], "up": [0, 1, 0]},)";
    const Affine64 m = loaded(sceneOf(kLight, kGrey, camera)).native.camera.keys.at(0).transform;
    EXPECT_NEAR(m.determinant(), 1, 1e-12);   // no mirror
    const dvec3 ahead = glm::normalize(dvec3(-10, -12, 30));
    expectNear(m.vector({0, 0, -1}), ahead);
    expectNear(m.vector({1, 0, 0}), glm::normalize(glm::cross(ahead, dvec3(0, 1, 0))));
    EXPECT_GT(m.y.y, 0);
}

TEST(TrayRust, stepsOfATransformApplyInOrder) {
    const auto pointAfter = [](const std::string& steps, dvec3 p) {
        return loaded(sceneOf(ball("\"transform\": [" + steps + "]") + "," + kLight)).native.objects.at(0).keys.at(0).transform.point(p);
    };
    const std::string scale = R"({"type": "scale", "scaling": [1, 2, 3]})", move = R"({"type": "translate", "translation": [10, 0, 0]})";
    expectNear(pointAfter(scale + "," + move, {1, 1, 1}), {11, 2, 3});
    expectNear(pointAfter(move + "," + scale, {1, 1, 1}), {11, 2, 3});
    expectNear(pointAfter(R"({"type": "scale", "scaling": 2},)" + move, {1, 1, 1}), {12, 2, 2});
    expectNear(pointAfter(R"({"type": "rotate_x", "rotation": 90})", {0, 1, 0}), {0, 0, 1});
    expectNear(pointAfter(R"({"type": "rotate_y", "rotation": 90})", {0, 0, 1}), {1, 0, 0});
    expectNear(pointAfter(R"({"type": "rotate_z", "rotation": 90})", {1, 0, 0}), {0, 1, 0});
    expectNear(pointAfter(R"({"type": "rotate", "axis": [1, 1, 1], "rotation": 120})", {1, 0, 0}), {0, 1, 0});
    expectNear(pointAfter(R"({"type": "matrix", "matrix": [[0, -1, 0, 7], [1, 0, 0, 8], [0, 0, 2, 9], [0, 0, 0, 1]]})", {1, 2, 3}), {5, 9, 15});
    expectNear(pointAfter(R"({"type": "rotate_z", "rotation": 90},)" + move, {1, 0, 0}), {10, 1, 0});
}

// The polar decomposition of [[2, 1], [0, 1]] in closed form: for 2 x 2 matrices the stretch is (M^T M + det I) over the
// square root of tr(M^T M) + 2 det (Cayley and Hamilton).
TEST(TrayRust, shearIsLeftOut) {
    const SceneDesc scene = loaded(sceneOf(ball(R"("transform": [{"type": "matrix", "matrix": [[2, 1, 0, 5], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]}])") +
                                           "," + kLight));
    const double t = std::sqrt(6 + 2 * 2);   // M^T M = [[4, 2], [2, 2]]
    const double p00 = (4 + 2) / t, p01 = 2 / t, p11 = (2 + 2) / t, det = p00 * p11 - p01 * p01;
    // R = M P^-1.
    const double r00 = (2 * p11 - 1 * p01) / det, r10 = (0 * p11 - 1 * p01) / det;
    const Affine64 m = scene.native.objects.at(0).keys.at(0).transform;
    expectNear(m.x, dvec3(r00, r10, 0) * p00, 1e-9);
    expectNear(m.y, dvec3(-r10, r00, 0) * p11, 1e-9);
    expectNear(m.t, {5, 0, 0});
    ASSERT_EQ(scene.warnings.size(), 1U);
    EXPECT_EQ(scene.warnings[0].pointer, "/objects/0/transform");
}

// A clamped cubic with knots 0 0 0 0 1 1 1 1 is Bernstein's: at 1/2 its weights are 1, 3, 3, 1 eighths.
TEST(TrayRust, splinesOfNumbers) {
    TraySpline<double> bezier{{1, 2, 5, 11}, {0, 0, 0, 0, 1, 1, 1, 1}, 3};
    EXPECT_DOUBLE_EQ(bezier.at(0), 1);
    EXPECT_DOUBLE_EQ(bezier.at(1), 11);
    EXPECT_DOUBLE_EQ(bezier.at(0.5), (1 + 3 * 2 + 3 * 5 + 11) / 8.0);
    EXPECT_DOUBLE_EQ(bezier.at(-7), 1);
    EXPECT_DOUBLE_EQ(bezier.at(7), 11);
    TraySpline<double> lines{{1, 3, 2}, {0, 0, 1, 4, 4}, 1};
    EXPECT_DOUBLE_EQ(lines.at(0.5), 2);
    EXPECT_DOUBLE_EQ(lines.at(1), 3);
    EXPECT_DOUBLE_EQ(lines.at(2.5), 2.5);
    TraySpline<double> steps{{1, 3}, {0, 1, 2}, 0};
    EXPECT_DOUBLE_EQ(steps.at(0.5), 1);
    EXPECT_DOUBLE_EQ(steps.at(1.5), 3);
    // Uniform quadratic: at a knot the mean of two control points.
    TraySpline<double> uniform{{0, 4, 8, 0}, {0, 1, 2, 3, 4, 5, 6}, 2};
    EXPECT_DOUBLE_EQ(uniform.at(3), 6);
    EXPECT_DOUBLE_EQ(uniform.at(4), 4);
}

TEST(TrayRust, keyframesBecomeKeysOfTheShutter) {
    const std::string motion = R"("keyframes": {"degree": 1, "knots": [1, 1, 1.125, 2, 2], "control_points": [
        {"transform": [{"type": "translate", "translation": [0, 0, 0]}]},
        {"transform": [{"type": "rotate_y", "rotation": 90}, {"type": "translate", "translation": [8, 0, 0]}]},
        {"transform": [{"type": "rotate_y", "rotation": 90}, {"type": "translate", "translation": [1, 0, 0]}]}]})";
    const auto keys = loaded(sceneOf(ball(motion) + "," + kLight)).native.objects.at(0).keys;
    ASSERT_GT(keys.size(), 2U);
    EXPECT_EQ(keys.front().time, 1.0F);
    EXPECT_EQ(keys.back().time, 1.25F);
    bool hasCorner = false;
    for (const auto& key : keys) {
        const double t = double{key.time};
        const double x = t < 1.125 ? 8 * (t - 1) / 0.125 : 8 - 7 * (t - 1.125) / 0.875;
        expectNear(key.transform.t, {x, 0, 0}, 1e-6);
        const double angle = std::min(1.0, (t - 1) / 0.125) * 3.141592653589793 / 2;
        expectNear(key.transform.z, {std::sin(angle), 0, std::cos(angle)}, 1e-6);
        hasCorner |= key.time == 1.125F;
    }
    EXPECT_TRUE(hasCorner);
    // What stands still while the shutter is open has one key.
    const auto later = loaded(sceneOf(ball(motion) + "," + kLight), {.frame = 9}).native.objects.at(0).keys;
    ASSERT_EQ(later.size(), 1U);
    expectNear(later[0].transform.t, {1, 0, 0});
}

TEST(TrayRust, angleOfViewOverTime) {
    const std::string camera = R"("camera": {"fov": [20, 40], "fov_knots": [0, 0, 5, 5], "fov_spline_degree": 1, "shutter_size": 0.25, "transform": []},)";
    const SceneDesc scene = loaded(sceneOf(kLight, kGrey, camera), {.frame = 4});
    EXPECT_NEAR(scene.native.camera.yfov.value(), 20 + 20 * 2.25 / 5, 1e-12);   // the middle of 2 s to 2.5 s
    EXPECT_EQ(scene.native.camera.shutterClose, 2.125F);
}

TEST(TrayRust, theCameraThatIsActive) {
    const std::string cameras = R"("cameras": [{"fov": 10, "active_at": 5, "transform": []}, {"fov": 20, "transform": []}, {"fov": 30, "active_at": 7, "transform": []}],)";
    const auto fovAt = [&](uint32_t frame) { return loaded(sceneOf(kLight, kGrey, cameras), {.frame = frame}).native.camera.yfov.value(); };
    EXPECT_EQ(fovAt(2), 20);
    EXPECT_EQ(fovAt(5), 10);
    EXPECT_EQ(fovAt(6), 10);
    EXPECT_EQ(fovAt(9), 30);
}

TEST(TrayRust, pointLightsStandWhereTheirGroupsPutThem) {
    const std::string group = R"({"name": "g", "type": "group", "transform": [{"type": "translate", "translation": [1, 2, 3]}], "objects": [
        {"name": "lamp", "type": "emitter", "emitter": "point", "emission": [0.5, 0.25, 1, 8], "transform": [{"type": "translate", "translation": [10, 0, 0]}]}]})";
    const NativeDesc native = loaded(sceneOf(group)).native;
    ASSERT_EQ(native.lights.size(), 1U);
    expectNear(native.lights[0].position, {11, 2, 3});
    // tray_rust's point light gives emission / distance^2, so that is its radiant intensity.
    EXPECT_EQ(native.lights[0].color * native.lights[0].intensity, (Rgb{4, 2, 8}));
}

TEST(TrayRust, areaLightsKeepTheirMaterialAndShineForward) {
    const std::string lamp = R"({"name": "lamp", "type": "emitter", "emitter": "area", "material": "grey", "emission": [{"time": 1, "color": [1, 0, 0]},
        {"time": 1.125, "color": [3, 0, 0, 2]}, {"time": 2, "color": [3, 0, 0, 2]}], "geometry": {"type": "rectangle", "width": 6, "height": 4}, "transform": []})";
    const NativeDesc native = loaded(sceneOf(lamp + "," + ball("\"transform\": []"))).native;
    const auto& object = native.objects.at(0);
    EXPECT_EQ(object.shape, Shape(RectangleShape{6, 4}));
    const MaterialDesc& material = native.materials.at(static_cast<size_t>(object.material));
    EXPECT_EQ(std::get<DiffuseDesc>(material.model).color.value, (Rgb{0.5F, 0.5F, 0.5F}));
    EXPECT_FALSE(material.emissionTwoSided);
    // Half of the exposure from 1 to 6, half of it 6.
    EXPECT_NEAR((material.emissionColor.value * material.emissionLuminance.value).r, 0.5 * 3.5 + 0.5 * 6, 1e-5);
    const MaterialDesc& plain = native.materials.at(static_cast<size_t>(native.objects.at(1).material));
    EXPECT_EQ(plain.emissionLuminance.value, 0);
    EXPECT_NE(plain.name, material.name);
}

TEST(TrayRust, materials) {
    const std::string list = R"("materials": [
        {"name": "matte", "type": "matte", "diffuse": [0.1, 0.2, 0.3], "roughness": 40},
        {"name": "plastic", "type": "plastic", "diffuse": [0.8, 0.2, 0.2], "gloss": [0.6, 0.6, 0.6], "roughness": 0.25},
        {"name": "metal", "type": "metal", "refractive_index": [0.2, 0.3, 0.4], "absorption_coefficient": [4, 3, 2], "roughness": 0.09},
        {"name": "mirror", "type": "specular_metal", "refractive_index": [0.2, 0.3, 0.4], "absorption_coefficient": [4, 3, 2]},
        {"name": "glass", "type": "glass", "reflect": [1, 1, 1], "transmit": [0.5, 0.6, 0.7, 1.5], "eta": 1.52},
        {"name": "rough", "type": "rough_glass", "reflect": [0, 0, 0], "transmit": [1, 1, 1], "eta": 1.33, "roughness": 0.16},
        {"name": "merl", "type": "merl", "file": "brdfs/brass.binary"}],)";
    std::string objects = kLight;
    for (const auto* name : {"matte", "plastic", "metal", "mirror", "glass", "rough", "merl"}) objects += "," + ball("\"transform\": []", name);
    const SceneDesc scene = loaded(sceneOf(objects, list));
    const auto& m = scene.native.materials;
    ASSERT_EQ(m.size(), 7U);
    const auto& matte = std::get<DiffuseDesc>(m[0].model);
    EXPECT_EQ(matte.color.value, (Rgb{0.1F, 0.2F, 0.3F}));
    const double s2 = std::pow(40 * 3.141592653589793 / 180, 2);
    EXPECT_NEAR(matte.roughness.value, 0.45 * s2 / (s2 + 0.09) / (1 - 0.5 * s2 / (s2 + 0.33)), 1e-6);
    const auto& plastic = std::get<OpenPbrDesc>(m[1].model);
    EXPECT_EQ(plastic.specularColor.value, (Rgb{0.6F, 0.6F, 0.6F}));
    EXPECT_FLOAT_EQ(plastic.specularRoughness.value, 0.5F);   // its square is Beckmann's width
    const auto& metal = std::get<ConductorDesc>(m[2].model);
    EXPECT_EQ(metal.iorN, (Rgb{0.2F, 0.3F, 0.4F}));
    EXPECT_EQ(metal.iorK, (Rgb{4, 3, 2}));
    EXPECT_FLOAT_EQ(metal.roughness.value, 0.3F);
    EXPECT_EQ(std::get<ConductorDesc>(m[3].model).roughness.value, 0);
    const auto& glass = std::get<DielectricDesc>(m[4].model);
    EXPECT_EQ(glass.ior, 1.52F);
    EXPECT_FLOAT_EQ(glass.color.value.r, 0.75F);
    EXPECT_EQ(glass.color.value.b, 1);   // no more than all; with a warning
    const auto& rough = std::get<OpenPbrDesc>(m[5].model);
    EXPECT_EQ(rough.transmissionWeight.value, 1);
    EXPECT_EQ(rough.specularColor.value, (Rgb{0, 0, 0}));
    EXPECT_FLOAT_EQ(rough.specularRoughness.value, 0.4F);
    EXPECT_EQ(std::get<MeasuredDesc>(m[6].model).path, "brdfs/brass.binary");
    ASSERT_EQ(scene.warnings.size(), 1U);
    EXPECT_EQ(scene.warnings[0].pointer, "/materials/4/transmit");
}

const std::string kTextured = R"("textures": [{"name": "tex", "type": "image", "file": "a.png"},
    {"name": "slow", "type": "animated_image", "keyframes": [{"file": "p.png", "time": 1}, {"file": "q.png", "time": 2}]},
    {"name": "film", "type": "movie", "file_prefix": "f", "file_suffix": ".png", "frames": 100, "framerate": 8}],
    "materials": [{"name": "m", "type": "matte", "diffuse": "tex", "roughness": 0},
                  {"name": "slow", "type": "matte", "diffuse": "slow", "roughness": 0},
                  {"name": "film", "type": "plastic", "diffuse": "film", "gloss": [1, 1, 1], "roughness": "tex"}],)";

TEST(TrayRust, pictures) {
    const NativeDesc native = loaded(sceneOf(ball("\"transform\": []", "m") + "," + ball("\"transform\": []", "slow") + "," +
                                                 ball("\"transform\": []", "film") + "," + kLight,
                                             kTextured)).native;
    const auto textureOf = [&](const Mapped<Rgb>& value) { return native.textures.at(static_cast<size_t>(value.texture)); };
    const TextureDesc plain = textureOf(std::get<DiffuseDesc>(native.materials.at(0).model).color);
    ImageTextureDesc picture;
    picture.path = "a.png";
    picture.colorSpace = ColorSpace::kLinear;   // as tray_rust, which decodes nothing
    picture.wrapU = picture.wrapV = WrapMode::kClamp;
    EXPECT_EQ(std::get<ImageTextureDesc>(plain.model), picture);
    // The middle of the exposure is 1.125 s.
    const auto blend = std::get<BlendTextureDesc>(textureOf(std::get<DiffuseDesc>(native.materials.at(1).model).color).model);
    EXPECT_EQ(std::get<ImageTextureDesc>(textureOf(blend.a).model).path, "p.png");
    EXPECT_EQ(std::get<ImageTextureDesc>(textureOf(blend.b).model).path, "q.png");
    EXPECT_FLOAT_EQ(blend.weight.value, 0.125F);
    const auto& plastic = std::get<OpenPbrDesc>(native.materials.at(2).model);
    EXPECT_EQ(std::get<ImageTextureDesc>(textureOf(plastic.baseColor).model).path, "f00009.png");   // 9 / 8 s, exactly
    const TextureDesc& number = native.textures.at(static_cast<size_t>(plastic.specularRoughness.texture));
    EXPECT_EQ(number.channel, TextureChannel::kRed);
    EXPECT_EQ(std::get<ImageTextureDesc>(number.model).colorSpace, ColorSpace::kLinear);
}

// tray_rust: u and v of a rectangle grow with x and y, and v counts from the upper edge of the picture; of a sphere,
// u = atan2(x, y) / 2 pi, v = acos(z) / pi; of a disk, u = atan2(y, x) / 2 pi, v from 1 at the inner edge to 0.
TEST(TrayRust, placesOfPictures) {
    const auto shapeWith = [](const std::string& geometry) {
        return loaded(sceneOf(R"({"name": "o", "type": "receiver", "material": "m", "geometry": )" + geometry + R"(, "transform": []},)" + kLight, kTextured)).native;
    };
    const NativeDesc flat = shapeWith(R"({"type": "rectangle", "width": 2, "height": 4})");
    const auto& texture = flat.textures.at(static_cast<size_t>(std::get<DiffuseDesc>(flat.materials.at(0).model).color.texture));
    EXPECT_EQ(texture.scale, dvec2(1, -1));
    EXPECT_EQ(texture.offset, dvec2(0, 1));

    const NativeDesc round = shapeWith(R"({"type": "sphere", "radius": 3})");
    const Affine64 toTray = round.objects.at(0).keys.at(0).transform;
    EXPECT_NEAR(toTray.determinant(), 1, 1e-12);
    for (const dvec3 q : {dvec3(0.6, 0, 0.8), dvec3(-0.48, 0.6, 0.64), dvec3(0.36, -0.8, -0.48)}) {
        const double u = 0.5 + std::atan2(q.z, q.x) / 6.283185307179586, v = std::acos(q.y) / 3.141592653589793;   // the native sphere's
        const dvec3 p = toTray.vector(q);
        double trayU = std::atan2(p.x, p.y) / 6.283185307179586;
        trayU -= std::floor(trayU);
        EXPECT_NEAR(u, trayU, 1e-9);
        EXPECT_NEAR(v, std::acos(p.z) / 3.141592653589793, 1e-9);
    }

    const NativeDesc ring = shapeWith(R"({"type": "disk", "radius": 3, "inner_radius": 1})");
    const auto& mesh = std::get<MeshShape>(ring.objects.at(0).shape);
    ASSERT_EQ(mesh.positions.size(), mesh.uvs.size());
    for (size_t i = 0; i < mesh.positions.size(); ++i) {
        const vec3 p = mesh.positions[i];
        double u = std::atan2(p.y, p.x) / 6.283185307179586;
        u -= std::floor(u + 1e-7);
        if (mesh.uvs[i].x < 1) {
            EXPECT_NEAR(mesh.uvs[i].x, u, 1e-6);
        }
        EXPECT_NEAR(mesh.uvs[i].y, 1 - (std::hypot(p.x, p.y) - 1) / 2, 1e-6);
    }
    double area = 0;
    for (size_t t = 0; t < mesh.indices.size(); t += 3) {
        const vec3 a = mesh.positions[mesh.indices[t]], b = mesh.positions[mesh.indices[t + 1]], c = mesh.positions[mesh.indices[t + 2]];
        const double z = double{cross(b - a, c - a).z} / 2;
        EXPECT_GT(z, 0);   // front: +z
        area += z;
    }
    EXPECT_NEAR(area, 3.141592653589793 * 8, 0.01);
}

TEST(TrayRust, meshesNameAPartOfTheirFile) {
    const auto partOf = [](const std::string& model) {
        const NativeDesc native = loaded(sceneOf(R"({"name": "o", "type": "receiver", "material": "grey", "geometry": {"type": "mesh", "file": "m.obj", "model": ")" +
                                                 model + R"("}, "transform": []},)" + kLight)).native;
        return std::get<MeshShape>(native.objects.at(0).shape).part;
    };
    EXPECT_EQ(partOf("Cube"), "Cube");
    EXPECT_EQ(partOf("unnamed_object"), "");
    EXPECT_EQ(partOf("unnamed_model"), "");
}

TEST(TrayRust, errorsNameThePlace) {
    const auto with = [](const std::string& object) { return problemOf(sceneOf(object + "," + kLight)); };
    EXPECT_EQ(with(ball("\"transform\": []", "gray")), "/objects/0/material: no material is called \"gray\"");
    EXPECT_EQ(with(ball("\"transform\": [{\"type\": \"turn\"}]")), "/objects/0/transform/0/type: unknown type \"turn\" of a step of a transform");
    EXPECT_EQ(with(ball("\"transform\": [{\"type\": \"scale\", \"scaling\": 0}]")), "/objects/0/transform/0/scaling: \"scaling\" must not be 0");
    EXPECT_EQ(with(ball("\"transform\": [{\"type\": \"matrix\", \"matrix\": [[1,0,0,0],[2,0,0,0],[0,0,1,0],[0,0,0,1]]}]")),
              "/objects/0/transform: the transform is singular, or beyond all measure");
    EXPECT_EQ(with(ball("\"a\": 1")), "/objects/0: missing field \"transform\"");
    EXPECT_EQ(with(ball("\"keyframes\": {\"control_points\": [{\"transform\": []}, {\"transform\": []}], \"knots\": [0, 1, 2]}")),
              "/objects/0/keyframes: a curve of degree 3 needs 4 control points, there are 2");
    EXPECT_EQ(with(ball("\"keyframes\": {\"degree\": 1, \"control_points\": [{\"transform\": []}, {\"transform\": []}], \"knots\": [0, 1, 2]}")),
              "/objects/0/keyframes: there are 3 knots");
    EXPECT_EQ(with(R"({"name": "d", "type": "receiver", "material": "grey", "geometry": {"type": "disk", "radius": 1, "inner_radius": 1}, "transform": []})"),
              "/objects/0/geometry/inner_radius: \"inner_radius\" is not smaller than \"radius\"");
    EXPECT_EQ(problemOf(sceneOf(kLight), {.frame = 10}), "/film: there is no frame 10");
    EXPECT_EQ(problemOf(sceneOf(kLight), {.integrator = IntegratorKind::kClassic}), "/integrator: integrator \"classic\" can't render this scene");
    EXPECT_EQ(problemOf(R"({"film": {}, "camera": {}})").substr(0, 30), "/film: missing field \"width\"");
    EXPECT_EQ(problemOf(R"({"raypool": 1})", {.frame = 1}), ": the scene has no frame 1");
}

TEST(TrayRust, unknownKeysAreWarnings) {
    const SceneDesc scene = loaded(sceneOf(ball("\"transform\": [], \"colour\": 3") + "," + kLight));
    ASSERT_EQ(scene.warnings.size(), 1U);
    EXPECT_EQ(scene.warnings[0].pointer, "/objects/0/colour");
    EXPECT_EQ(scene.warnings[0].severity, Severity::kWarning);
}

// Every key there is, in two of its frames.
TEST(TrayRust, convertedItIsTheSame) {
    const std::string text = testing::readText("raytracer/testing/corpus/load_scene/tray_rust.json");
    for (const uint32_t frame : {0U, 5U}) {
        const SceneDesc scene = loaded(text, {.frame = frame});
        EXPECT_EQ(scene.native.objects.size(), 10U);
        const auto native = toNative(scene);
        ASSERT_TRUE(native.has_value());
        EXPECT_EQ(native->format, SceneFormat::kNative);
        const SceneDesc again = loaded(toJson(*native));
        EXPECT_EQ(again.native, scene.native) << frame;
        EXPECT_EQ(again.width, scene.width);
        EXPECT_EQ(again.integrator, scene.integrator);
    }
}

TEST(TrayRust, animationsThroughNothing) {
    const std::string through = R"("keyframes": {"degree": 1, "knots": [1, 1, 1.25, 1.25], "control_points": [
        {"transform": [{"type": "scale", "scaling": [1, 1, 1]}]}, {"transform": [{"type": "scale", "scaling": [-1, -1, -1]}]}]})";
    EXPECT_NE(problemOf(sceneOf(ball(through) + "," + kLight)).find("/objects/0/keyframes: the animation comes to a transform that is singular"), std::string::npos);
}

TEST(TrayRust, nestingIsBounded) {
    std::string text = kLight;
    for (int i = 0; i < 40; ++i) text = R"({"name": "g", "type": "group", "transform": [], "objects": [)" + text + "]}";
    EXPECT_NE(problemOf(sceneOf(text)).find("too deep"), std::string::npos);
}

}  // namespace
}  // namespace raypool
