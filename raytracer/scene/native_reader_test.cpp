#include "raytracer/scene/native_reader.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "raytracer/testing/effort.h"

namespace raypool {
namespace {

const std::string kData = "raytracer/testing/data/native/";

std::string file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    EXPECT_TRUE(in.good()) << path;
    return {std::istreambuf_iterator<char>(in), {}};
}

Result<SceneDesc> read(std::string_view text, const SceneOverrides& overrides = {}) {
    const auto document = JsonDocument::parse(text);
    if (!document) return std::unexpected(document.error());
    return readNative(*document, overrides);
}

std::vector<std::string> problemsOf(const Result<SceneDesc>& scene) {
    std::vector<std::string> out;
    if (scene) return out;
    for (const auto& problem : scene.error()) out.push_back(toString(problem));
    return out;
}

NativeDesc good(std::string_view text) {
    auto scene = read(text);
    EXPECT_EQ(problemsOf(scene), std::vector<std::string>{}) << text.substr(0, 200);
    return scene ? std::move(scene->native) : NativeDesc{};
}

template <class T>
T shapeOf(const NativeDesc& scene, size_t i) {
    const auto* shape = i < scene.objects.size() ? std::get_if<T>(&scene.objects[i].shape) : nullptr;
    EXPECT_NE(shape, nullptr) << i;
    return shape ? *shape : T{};
}

TEST(NativeReader, MalformedScenesAreRefusedWithTheseWords) {
    const auto cases = nlohmann::json::parse(file(kData + "malformed.json"));
    EXPECT_GE(cases.size(), 60U);
    for (const auto& c : cases) {
        const std::string text = c["scene"];
        EXPECT_EQ(problemsOf(read(text)), c["problems"].get<std::vector<std::string>>()) << text;
    }
}

TEST(NativeReader, TheShortestSceneHasADefaultForEverything) {
    const auto scene = read(R"({"raypool": 1, "objects": [{"sphere": {}}]})");
    ASSERT_TRUE(scene.has_value());
    EXPECT_EQ(scene->format, SceneFormat::kNative);
    EXPECT_EQ(scene->integrator, IntegratorKind::kPath);
    EXPECT_EQ(scene->width, 800U);
    EXPECT_EQ(scene->height, 600U);
    EXPECT_TRUE(scene->warnings.empty());
    const NativeDesc& n = scene->native;
    EXPECT_TRUE(n.camera.isDefault);
    EXPECT_TRUE(n.environment.isDefault);
    EXPECT_EQ(n.environment.type, EnvironmentDesc::Type::kGradient);
    EXPECT_EQ(n.roots, std::vector<uint32_t>{0});
    EXPECT_EQ(shapeOf<SphereShape>(n, 0), SphereShape{});
    EXPECT_EQ(n.objects[0].material, kInherit);
    EXPECT_EQ(n.render, RenderDesc{});
    EXPECT_EQ(n.display, DisplayDesc{});
}

TEST(NativeReader, ASceneThatShinesHasNoLightFromElsewhere) {
    EXPECT_EQ(good(R"({"raypool": 1, "lights": [{}]})").environment.type, EnvironmentDesc::Type::kBlack);
    EXPECT_EQ(good(R"({"raypool": 1, "materials": {"m": {"emission_luminance": 1}}})").environment.type, EnvironmentDesc::Type::kBlack);
    EXPECT_EQ(good(R"({"raypool": 1, "materials": {"m": {"emission_luminance": 1, "emission_color": 0}}})").environment.type,
              EnvironmentDesc::Type::kGradient);
    const auto own = good(R"({"raypool": 1, "lights": [{}], "environment": {}})").environment;
    EXPECT_EQ(own.type, EnvironmentDesc::Type::kConstant);
    EXPECT_FALSE(own.isDefault);
}

// Numbers that stand in everything.json, told once more.
TEST(NativeReader, FieldsGoWhereTheyBelong) {
    const auto scene = read(file(kData + "everything.json"));
    ASSERT_TRUE(scene.has_value()) << problemsOf(scene)[0];
    const NativeDesc& n = scene->native;
    EXPECT_EQ(scene->width, 64U);
    EXPECT_EQ(scene->height, 48U);
    EXPECT_EQ(scene->integrator, IntegratorKind::kDirect);
    EXPECT_EQ(n.render, (RenderDesc{16, 7, 9, 2, SamplingMode::kLight, LightChoice::kPower, SamplerChoice::kIndependent, {FilterShape::kGaussian, 1.25F}, 0.01F, 8, 2.5F, 10, BvhBuild::kHigh}));
    EXPECT_EQ(n.display, (DisplayDesc{-1, 5000, ToneMapping::kNeutral}));
    EXPECT_FALSE(n.camera.isDefault);
    ASSERT_TRUE(n.camera.lookAt.has_value());
    EXPECT_EQ(*n.camera.lookAt, (LookAt{{0, 2, 6}, {0, 1, 0}, {0, 1, 0}}));
    EXPECT_EQ(n.camera.xfov, 50);
    EXPECT_EQ(n.camera.fstop, 2.8);
    EXPECT_EQ(n.camera.focusDistance, 5.5);
    EXPECT_EQ(n.camera.bladeCount, 6U);
    EXPECT_EQ(n.camera.shutterClose, 0.5F);
    EXPECT_EQ(n.environment.type, EnvironmentDesc::Type::kSky);
    EXPECT_EQ(n.environment.sunAzimuth, 100);
    EXPECT_FALSE(n.environment.sunDisk);
    EXPECT_FALSE(n.environment.visibleToCamera);

    ASSERT_EQ(n.media.size(), 3U);
    EXPECT_EQ(n.medium, 0);
    EXPECT_EQ(n.media[0].scattering, grey(0.1F));
    // Beer's law: what is left of 0.05 after 2 cm.
    EXPECT_NEAR(std::exp(-n.media[1].absorption.g * 0.02F), 0.05, 1e-6);
    EXPECT_EQ(n.media[2].absorption, grey(3));

    const auto* paint = std::get_if<OpenPbrDesc>(&n.materials[0].model);
    ASSERT_NE(paint, nullptr);
    OpenPbrDesc expected;
    expected.baseWeight = 0.9F;
    expected.baseColor = Rgb{0.8F, 0.1F, 0.1F};
    expected.baseDiffuseRoughness = 0.2F;
    expected.baseMetalness = 0.1F;
    expected.specularWeight = 0.8F;
    expected.specularColor = Rgb{1, 0.9F, 0.8F};
    expected.specularRoughness = 0.4F;
    expected.specularRoughnessAnisotropy = 0.5F;
    expected.specularIor = 1.6F;
    expected.transmissionWeight = 0.1F;
    expected.transmissionColor = Rgb{0.9F, 1, 0.9F};
    expected.transmissionDepth = 0.5F;
    expected.geometryThinWalled = true;
    EXPECT_EQ(*paint, expected);
    EXPECT_EQ(n.materials[0].name, "paint");
    EXPECT_EQ(n.materials[0].opacity, 0.9F);
    EXPECT_EQ(n.materials[0].masking, MaskingModel::kSeparable);
    EXPECT_EQ(n.materials[0].fresnel, FresnelModel::kShadingNormal);
    EXPECT_FALSE(n.materials[0].multipleScattering);
    EXPECT_FALSE(n.materials[0].twoSided);
    const auto* gold = std::get_if<ConductorDesc>(&n.materials[2].model);
    ASSERT_NE(gold, nullptr);
    EXPECT_NEAR(gold->roughness * gold->roughness, 0.04, 1e-7);   // alpha
    EXPECT_EQ(gold->iorK, (Rgb{3.983F, 2.386F, 1.603F}));
    const auto* half = std::get_if<MixDesc>(&n.materials[6].model);
    ASSERT_NE(half, nullptr);
    EXPECT_EQ(n.materials[half->a].name, "gold");
    const auto* inner = std::get_if<MixDesc>(&n.materials[half->b].model);
    ASSERT_NE(inner, nullptr);
    EXPECT_EQ(n.materials[inner->a].name, "chalk");
    EXPECT_EQ(inner->weight, 0.1F);

    ASSERT_EQ(n.roots.size(), 11U);
    const ObjectDesc& ball = n.objects[n.roots[0]];
    EXPECT_EQ(ball.name, "ball");
    EXPECT_EQ(ball.material, 6);
    EXPECT_EQ(ball.medium, 1);
    EXPECT_EQ(ball.priority, 3);
    EXPECT_FALSE(ball.visibleToCamera || ball.visibleToIndirect || ball.visibleToShadow);
    EXPECT_EQ(ball.place.at.line, 32);
    EXPECT_EQ(ball.place.at.pointer, "/objects/0");
    const auto mesh = shapeOf<MeshShape>(n, n.roots[6]);
    EXPECT_EQ(mesh.indices, (std::vector<uint32_t>{0, 1, 2, 0, 2, 3}));   // the square as a fan
    EXPECT_EQ(mesh.uvs[2], vec2(1, 1));
    EXPECT_EQ(mesh.tangents[3].w, -1);
    EXPECT_TRUE(mesh.flat);
    const auto instance = shapeOf<InstanceShape>(n, n.roots[10]);
    EXPECT_EQ(n.prototypes[instance.prototype].name, "pair");
    EXPECT_EQ(shapeOf<GroupShape>(n, n.prototypes[0].object).objects.size(), 2U);

    ASSERT_EQ(n.lights.size(), 4U);
    EXPECT_NEAR(n.lights[1].intensity, 60 / (4 * 3.14159265), 1e-5);
    EXPECT_NEAR(n.lights[2].direction.y, -4 / std::sqrt(1 + 16 + 0.25), 1e-12);
    EXPECT_NEAR(glm::length(n.lights[3].direction), 1, 1e-12);
    EXPECT_EQ(n.lights[3].irradiance, 3);
}

Affine64 transformOf(const std::string& text) {
    const auto scene = good(R"({"raypool": 1, "objects": [{"sphere": {}, "transform": )" + text + "}]}");
    return scene.objects.at(0).keys.at(0).transform;
}
void expectClose(dvec3 a, dvec3 b) { EXPECT_LT(glm::length(a - b), 1e-12) << a.x << ' ' << a.y << ' ' << a.z; }

TEST(NativeReader, TransformsMovePointsAsTheySay) {
    const dvec3 p{1, 2, 3};
    expectClose(transformOf(R"({"translate": [10, 20, 30]})").point(p), {11, 22, 33});
    expectClose(transformOf(R"({"scale": [2, 3, 4]})").point(p), {2, 6, 12});
    expectClose(transformOf(R"({"scale": -2})").point(p), {-2, -4, -6});
    // A quarter turn about z, counter-clockwise seen from +z: x goes to y.
    expectClose(transformOf(R"({"rotate": {"axis": [0, 0, 5], "angle": 90}})").point(p), {-2, 1, 3});
    expectClose(transformOf(R"({"rotate": {"angle": 90}})").point(p), {3, 2, -1});   // about y
    const double h = std::sqrt(0.5);
    expectClose(transformOf(R"({"rotation": [0, 0, 1, 1]})").point(p), transformOf(R"({"rotate": {"axis": [0, 0, 1], "angle": 90}})").point(p));
    expectClose(transformOf(R"({"rotate": {"axis": [1, 0, 0], "angle": 45}})").point({0, 1, 0}), {0, h, h});
    // Within one object: scale, rotation, translation, in whatever order they stand. In an array: one after the other.
    expectClose(transformOf(R"({"translate": [10, 0, 0], "rotate": {"axis": [0, 0, 1], "angle": 90}, "scale": 2})").point(p), {6, 2, 6});
    expectClose(transformOf(R"([{"translate": [10, 0, 0]}, {"rotate": {"axis": [0, 0, 1], "angle": 90}}, {"scale": 2}])").point(p), {-4, 22, 6});
    expectClose(transformOf(R"({"matrix": [1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 10, 20, 30, 1]})").point(p), {11, 24, 39});
    expectClose(transformOf(R"({"matrix": [[1, 0, 0, 10], [0, 2, 0, 20], [0, 0, 3, 30], [0, 0, 0, 1]]})").point(p), {11, 24, 39});
    const Affine64 view = transformOf(R"({"look_at": {"eye": [5, 0, 0], "target": [0, 0, 0], "up": [0, 1, 0]}})");
    expectClose(view.point({0, 0, 0}), {5, 0, 0});
    expectClose(view.vector({0, 0, -1}), {-1, 0, 0});
    expectClose(view.vector({0, 1, 0}), {0, 1, 0});
    EXPECT_NEAR(view.determinant(), 1, 1e-12);
}

TEST(NativeReader, CamerasStandWhereTheTextSays) {
    const auto camera = good(R"({"raypool": 1, "camera": {"position": [1, 2, 3]}})").camera;
    EXPECT_EQ(camera.keys.at(0).transform.t, dvec3(1, 2, 3));
    expectClose(camera.keys.at(0).transform.vector({0, 0, -1}), {0, 0, -1});
    EXPECT_FALSE(camera.isDefault);
    EXPECT_TRUE(good(R"({"raypool": 1, "camera": {"yfov": 20}})").camera.isDefault);
    const auto moving = good(R"({"raypool": 1, "camera": {"keyframes": [{"time": 0}, {"time": 2, "transform": {"translate": [1, 0, 0]}}]}})").camera;
    ASSERT_EQ(moving.keys.size(), 2U);
    EXPECT_EQ(moving.keys[1].time, 2);
    EXPECT_EQ(moving.keys[1].transform.t, dvec3(1, 0, 0));
}

std::string joined(size_t count, auto item, std::string_view between = ", ") {
    std::string out;
    for (size_t i = 0; i < count; ++i) out += (i == 0 ? "" : std::string(between)) + item(i);
    return out;
}
std::string meshText(const std::string& fields) { return R"({"raypool": 1, "objects": [{"mesh": {)" + fields + "}}]}"; }

TEST(NativeReader, MeshesAreTheSameHoweverTheirNumbersStand) {
    // Below and above the length from which arrays are packed.
    for (const size_t count : {5, 63, 64, 65, 500}) {
        const auto number = [](size_t i) { return std::to_string(static_cast<double>(i % 17) * 0.25); };
        const std::string flat = joined(count * 3, number);
        const std::string rows = joined(count, [&](size_t i) { return "[" + joined(3, [&](size_t k) { return number(i * 3 + k); }) + "]"; });
        const auto corner = [&](size_t i) { return std::to_string(i % count); };
        const std::string triangles = joined(count, [&](size_t i) { return "[" + corner(i) + ", " + corner(i + 1) + ", " + corner(i * 2) + "]"; });
        const std::string indices = joined(count, [&](size_t i) { return corner(i) + ", " + corner(i + 1) + ", " + corner(i * 2); });
        const auto expected = good(meshText("\"positions\": [" + flat + "], \"indices\": [" + indices + "]"));
        const auto mesh = shapeOf<MeshShape>(expected, 0);
        ASSERT_EQ(mesh.positions.size(), count);
        ASSERT_EQ(mesh.indices.size(), count * 3);
        EXPECT_EQ(mesh.positions[count - 1].z, static_cast<float>((count * 3 - 1) % 17) * 0.25F);
        EXPECT_EQ(mesh.indices[1], 1U);
        EXPECT_EQ(good(meshText("\"positions\": [" + rows + "], \"indices\": [" + triangles + "]")), expected);
        EXPECT_EQ(good(meshText("\"faces\": [" + triangles + "], \"positions\": [" + rows + "]")), expected);
        // One polygon of another length at the end: no packed rows any more.
        const auto odd = shapeOf<MeshShape>(good(meshText("\"positions\": [" + rows + "], \"faces\": [" + triangles + ", [0, 1, 2, 3]]")), 0);
        ASSERT_EQ(odd.indices.size(), count * 3 + 6);
        EXPECT_TRUE(std::equal(mesh.indices.begin(), mesh.indices.end(), odd.indices.begin()));
        EXPECT_EQ(std::vector<uint32_t>(odd.indices.end() - 6, odd.indices.end()), (std::vector<uint32_t>{0, 1, 2, 0, 2, 3}));
    }
}

TEST(NativeReader, OverridesReplaceEvenWhatWouldBeRefused) {
    const std::string text = R"({"raypool": 1, "render": {"width": 99999, "height": 0, "samples": -1, "seed": "x", "integrator": "magic"}})";
    EXPECT_EQ(problemsOf(read(text)).size(), 5U);
    SceneOverrides overrides{.width = 30, .height = 20, .samples = 5};
    overrides.seed = 9;
    overrides.integrator = IntegratorKind::kAlbedo;
    const auto scene = read(text, overrides);
    ASSERT_TRUE(scene.has_value()) << problemsOf(scene)[0];
    EXPECT_EQ(scene->width, 30U);
    EXPECT_EQ(scene->height, 20U);
    EXPECT_EQ(scene->integrator, IntegratorKind::kAlbedo);
    EXPECT_EQ(scene->native.render.samples, 5U);
    EXPECT_EQ(scene->native.render.seed, 9U);
    overrides.integrator = IntegratorKind::kClassic;
    EXPECT_EQ(problemsOf(read(text, overrides)),
              std::vector<std::string>{"1:1: error: integrator \"classic\" can't render this scene (it is for scenes of the 2018 demo)"});
}

TEST(NativeReader, SectionsMayStandInAnyOrder) {
    const auto a = good(R"({"raypool": 1, "materials": {"m": {"type": "mix", "a": {"base_metalness": 1}, "b": "n"}, "n": {}},
        "prototypes": {"p": {"instance": "q"}, "q": {"box": {}, "material": "m"}}, "objects": [{"instance": "p", "material": {"type": "diffuse"}}]})");
    const auto b = good(R"({"objects": [{"material": {"type": "diffuse"}, "instance": "p"}],
        "prototypes": {"p": {"instance": "q"}, "q": {"material": "m", "box": {}}},
        "materials": {"m": {"b": "n", "a": {"base_metalness": 1}, "type": "mix"}, "n": {}}, "raypool": 1})");
    EXPECT_EQ(a, b);
}

TEST(NativeReader, ManyProblemsAreToldAHundredTimesAtMost) {
    const auto scene = read(R"({"raypool": 1, "objects": [)" + joined(5000, [](size_t) { return R"({"sphere": {"radius": "x", "y": 1}})"; }) + "]}");
    ASSERT_FALSE(scene.has_value());
    EXPECT_EQ(scene.error().size(), 100U);
}

/// Linear work takes a tenth of a second here; quadratic work would take minutes.
constexpr double kMostSeconds = testing::effort(10, 60);

TEST(NativeReader, LongScenesAreReadInLinearTime) {
    constexpr size_t kMany = 20000;
    const auto own = [](size_t i) { return "\"m" + std::to_string(i) + "\": {\"type\": \"diffuse\"}"; };
    const auto chain = [](size_t i) { return "\"p" + std::to_string(i) + "\": {\"instance\": \"p" + std::to_string(i + 1) + "\"}"; };
    const auto sphere = [](size_t i) { return "{\"sphere\": {}, \"material\": \"m" + std::to_string(i) + "\"}"; };
    struct Case {
        std::string text;
        bool isGood;
    };
    const Case cases[] = {
        {R"({"raypool": 1, "materials": {)" + joined(kMany, own) + R"(}, "objects": [)" + joined(kMany, sphere) + "]}", true},
        {R"({"raypool": 1, "objects": [)" + joined(kMany, sphere) + "]}", false},
        {R"({"raypool": 1, "prototypes": {)" + joined(kMany, chain) + R"(, "p20000": {"sphere": {}}}})", false},
        {"{\"raypool\": 1, " + joined(kMany, [](size_t i) { return "\"x" + std::to_string(i) + "\": 0"; }) + "}", false},
        {R"({"raypool": 1, "objects": [{"mesh": {"positions": [)" + joined(kMany * 10, [](size_t) { return "[0, 0, 0]"; }) + R"(], "indices": [0, 1, 200000]}}]})", false},
    };
    for (const auto& c : cases) {
        const auto start = std::chrono::steady_clock::now();
        EXPECT_EQ(read(c.text).has_value(), c.isGood) << c.text.substr(0, 100);
        EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), kMostSeconds) << c.text.substr(0, 100);
    }
}

TEST(NativeReader, NestingThatIsDeepCostsNoStack) {
    constexpr size_t kDeepest = 50000;
    for (const std::string_view part : {R"({"group": {"objects": [)", R"({"transform": [)", "["}) {
        const std::string close = part == "[" ? "]" : part.find("group") != std::string_view::npos ? "]}}" : "]}";
        std::string text = "{\"raypool\": 1, \"objects\": [";
        for (size_t i = 0; i < kDeepest; ++i) text += part;
        for (size_t i = 0; i < kDeepest; ++i) text += close;
        EXPECT_FALSE(read(text + "]}").has_value());
    }
}

}  // namespace
}  // namespace raypool
