#include <gtest/gtest.h>

#include <cmath>

#include "raytracer/testing/gltf_text.h"

namespace raypool {
namespace {

using testing::GltfText;
using testing::loadGltfText;
using Floats = std::vector<float>;

const Floats kQuad = {0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0};

std::string gltfProblem(const Result<Model>& model) { return model ? "" : toString(model.error().at(0)); }

const MeshShape& meshAt(const Model& model, size_t object) { return std::get<MeshShape>(model.scene.objects.at(object).shape); }

/// One mesh of one primitive, drawn by the nodes given.
std::string meshOf(const std::string& primitive, const std::string& nodes = R"({"mesh": 0})", const std::string& more = {}) {
    return "\"meshes\": [{\"primitives\": [{" + primitive + "}]}], \"nodes\": [" + nodes + "]" + (more.empty() ? "" : ", " + more);
}

void expectNear(dvec3 a, dvec3 b, double error = 1e-6) {
    EXPECT_NEAR(a.x, b.x, error);
    EXPECT_NEAR(a.y, b.y, error);
    EXPECT_NEAR(a.z, b.z, error);
}

TEST(Gltf, TheSameFromADataUriAndFromABinaryFile) {
    GltfText file;
    const auto position = file.floats(kQuad, "VEC3"), uv = file.floats({0, 0, 1, 0, 0, 1, 1, 1}, "VEC2"), index = file.shorts({0, 1, 2, 2, 1, 3});
    ASSERT_EQ(position + uv + index, 3U);
    const std::string rest = meshOf(R"("attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "indices": 2)");
    const auto text = loadGltfText(file.json(rest));
    ASSERT_TRUE(text) << gltfProblem(text);
    EXPECT_EQ(meshAt(*text, 0).indices, (std::vector<uint32_t>{0, 1, 2, 2, 1, 3}));
    EXPECT_EQ(meshAt(*text, 0).positions.at(3), vec3(1, 1, 0));
    EXPECT_EQ(meshAt(*text, 0).uvs.at(1), vec2(1, 0));
    EXPECT_TRUE(meshAt(*text, 0).normals.empty());
    testing::MemoryFiles none;
    const auto binary = loadGltf("a.glb", file.glb(rest), none, {});
    ASSERT_TRUE(binary) << gltfProblem(binary);
    EXPECT_EQ(binary->scene.objects, text->scene.objects);
}

TEST(Gltf, ABinaryFileCutShortAnywhereIsRefused) {
    GltfText file;
    file.floats(kQuad, "VEC3");
    const auto whole = file.glb(meshOf(R"("attributes": {"POSITION": 0})"));
    testing::MemoryFiles none;
    ASSERT_TRUE(loadGltf("a.glb", whole, none, {}));
    for (size_t length = 0; length < whole.size(); ++length) ASSERT_FALSE(loadGltf("a.glb", std::span(whole).first(length), none, {})) << length;
    auto wrong = whole;
    wrong[12] = 255, wrong[13] = 255;   // the first chunk's length
    EXPECT_NE(gltfProblem(loadGltf("a.glb", wrong, none, {})).find("chunk at byte 12"), std::string::npos);
}

TEST(Gltf, WhatIsNeitherOfItsFormsIsSaidToBeSo) {
    testing::MemoryFiles none;
    const auto problemOf = [&](std::string_view text) {
        const std::vector<uint8_t> bytes(text.begin(), text.end());
        return gltfProblem(loadGltf("a.glb", bytes, none, {}));
    };
    EXPECT_EQ(problemOf("<!doctype html><p>404"), "error: the file is a web page or XML, not glTF (a .glb begins with \"glTF\", a .gltf with a brace)");
    for (const std::string_view text : {std::string_view("hello"), std::string_view("\0lTF\2\0\0\0", 8), std::string_view(" \n")}) {
        EXPECT_EQ(problemOf(text), "error: the file is not glTF (a .glb begins with \"glTF\", a .gltf with a brace)");
    }
    // What is JSON, after a byte order mark and blanks, too, is read as such.
    EXPECT_NE(problemOf("\xEF\xBB\xBF \n {\"asset\": }").find("expected"), std::string::npos);
}

TEST(Gltf, FilesBesideItByTheirDecodedNames) {
    GltfText file;
    file.floats(kQuad, "VEC3");
    std::string text = file.json(meshOf(R"("attributes": {"POSITION": 0})"), true);
    text.insert(text.find("\"byteLength\""), "\"uri\": \"the%20data.bin\", ");
    testing::MemoryFiles files;
    files.files["models/the data.bin"] = file.bytes;
    const std::span bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size());
    EXPECT_TRUE(loadGltf("models/a.gltf", bytes, files, {}));
    const auto missing = loadGltf("a.gltf", bytes, files, {});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error()[0].pointer, "/buffers/0/uri");
    EXPECT_EQ(missing.error()[0].line, 1);
    EXPECT_NE(missing.error()[0].message.find("\"the data.bin\""), std::string::npos);
}

TEST(Gltf, StripsAndFans) {
    GltfText file;
    file.floats({0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 2, 0}, "VEC3");
    // Specification, 3.7.2.1: {i, i + (1 + i % 2), i + (2 - i % 2)} and {i + 1, i + 2, 0}.
    const auto strip = loadGltfText(file.json(meshOf(R"("attributes": {"POSITION": 0}, "mode": 5)")));
    ASSERT_TRUE(strip) << gltfProblem(strip);
    EXPECT_EQ(meshAt(*strip, 0).indices, (std::vector<uint32_t>{0, 1, 2, 1, 3, 2, 2, 3, 4}));
    const auto fan = loadGltfText(file.json(meshOf(R"("attributes": {"POSITION": 0}, "mode": 6)")));
    ASSERT_TRUE(fan) << gltfProblem(fan);
    EXPECT_EQ(meshAt(*fan, 0).indices, (std::vector<uint32_t>{1, 2, 0, 2, 3, 0, 3, 4, 0}));
}

TEST(Gltf, OnlyTheVerticesInUseAreTaken) {
    GltfText file;
    Floats many(3000);
    for (size_t i = 0; i < many.size(); ++i) many[i] = static_cast<float>(i * i % 1009);
    file.floats(many, "VEC3");
    file.shorts({500, 502, 700});
    const auto model = loadGltfText(file.json(meshOf(R"("attributes": {"POSITION": 0}, "indices": 1)")));
    ASSERT_TRUE(model) << gltfProblem(model);
    const MeshShape& mesh = meshAt(*model, 0);
    ASSERT_EQ(mesh.positions.size(), 3U);
    const uint32_t places[] = {500, 502, 700};
    for (size_t i = 0; i < 3; ++i) {
        const float* p = many.data() + size_t{3} * places[i];
        EXPECT_EQ(mesh.positions[mesh.indices[i]], vec3(p[0], p[1], p[2]));
    }
}

TEST(Gltf, NodesMultiplyDownTheHierarchy) {
    GltfText file;
    file.floats(kQuad, "VEC3");
    const double half = std::sqrt(0.5);
    const std::string quarter = "[0, 0, " + std::to_string(half) + ", " + std::to_string(half) + "]";   // about z
    const auto model = loadGltfText(file.json(meshOf(R"("attributes": {"POSITION": 0})",
        R"({"children": [1], "translation": [10, 0, 0], "scale": [2, 3, 4]}, {"children": [2], "rotation": )" + quarter + R"(},
           {"mesh": 0, "name": "leaf", "matrix": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 5, 6, 7, 1]})")));
    ASSERT_TRUE(model) << gltfProblem(model);
    ASSERT_EQ(model->scene.roots.size(), 1U);
    const ObjectDesc& leaf = model->scene.objects.at(model->scene.roots[0]);
    EXPECT_EQ(leaf.name, "leaf");
    // (1, 2, 3) + (5, 6, 7) = (6, 8, 10), turned (-8, 6, 10), scaled (-16, 18, 40), moved (-6, 18, 40).
    expectNear(leaf.keys.at(0).transform.point({1, 2, 3}), {-6, 18, 40}, 1e-4);
}

TEST(Gltf, AMeshOfManyNodesIsThereOnce) {
    GltfText file;
    file.floats(kQuad, "VEC3");
    const auto model = loadGltfText(file.json(meshOf(R"("attributes": {"POSITION": 0})",
        R"({"mesh": 0}, {"mesh": 0, "translation": [1, 0, 0]}, {"mesh": 0, "scale": [0, 0, 0]}, {"mesh": 0, "translation": [2, 0, 0]})")));
    ASSERT_TRUE(model) << gltfProblem(model);
    ASSERT_EQ(model->scene.prototypes.size(), 1U);
    ASSERT_EQ(model->scene.roots.size(), 3U);   // one is scaled to nothing
    std::vector<double> places;
    for (const uint32_t root : model->scene.roots) {
        EXPECT_TRUE(std::holds_alternative<InstanceShape>(model->scene.objects[root].shape));
        places.push_back(model->scene.objects[root].keys.at(0).transform.t.x);
    }
    EXPECT_EQ(places, (std::vector<double>{0, 1, 2}));
}

TEST(Gltf, TheSceneThatTheFileNames) {
    GltfText file;
    file.floats(kQuad, "VEC3");
    const std::string nodes = R"({"mesh": 0, "name": "a"}, {"mesh": 0, "name": "b"})";
    const auto named = [&](const std::string& more) {
        const auto model = loadGltfText(file.json(meshOf(R"("attributes": {"POSITION": 0})", nodes, more)));
        std::string names;
        if (!model) return gltfProblem(model);
        for (const uint32_t root : model->scene.roots) names += model->scene.objects[root].name;
        return names;
    };
    EXPECT_EQ(named(R"("scenes": [{"nodes": [0]}, {"nodes": [1]}], "scene": 1)"), "b");
    EXPECT_EQ(named(R"("scenes": [{"nodes": [0]}, {"nodes": [1]}])"), "a");
    EXPECT_EQ(named("\"extras\": 0"), "ab");
    EXPECT_NE(named(R"("scenes": [{"nodes": [0, 0]}])").find("twice"), std::string::npos);
    EXPECT_NE(named(R"("scenes": [{"nodes": [9]}])").find("[/scenes/0/nodes]"), std::string::npos);
}

TEST(Gltf, HierarchiesThatAreNoneAreRefused) {
    const auto problem = [](const std::string& nodes) { return gltfProblem(loadGltfText(GltfText().json("\"nodes\": [" + nodes + "]"))); };
    EXPECT_NE(problem(R"({"children": [1]}, {"children": [0]})").find("descendants"), std::string::npos);
    EXPECT_NE(problem(R"({"children": [0]})").find("its own child"), std::string::npos);
    EXPECT_NE(problem(R"({"children": [2]}, {"children": [2]}, {})").find("one parent"), std::string::npos);
    EXPECT_NE(problem(R"({"children": [5]})").find("[/nodes/0/children]"), std::string::npos);
    EXPECT_NE(problem(R"({"scale": [1e308, 1, 1], "children": [1]}, {"scale": [1e308, 1, 1]})").find("too far"), std::string::npos);
    // As deep as one likes.
    std::string deep;
    for (int i = 0; i < 20000; ++i) deep += "{\"children\": [" + std::to_string(i + 1) + "]}, ";
    EXPECT_EQ(problem(deep + "{}"), "");
}

TEST(Gltf, InstancesOfTheExtension) {
    GltfText file;
    file.floats({0, 0, 0, 1, 0, 0, 0, 1, 0}, "VEC3");
    file.floats({1, 0, 0, 2, 0, 0, 3, 0, 0}, "VEC3");
    file.floats({1, 1, 1, 2, 2, 2, 3, 3, 3}, "VEC3");
    const auto model = loadGltfText(file.json(meshOf(R"("attributes": {"POSITION": 0})",
        R"({"mesh": 0, "translation": [0, 10, 0], "extensions": {"EXT_mesh_gpu_instancing": {"attributes": {"TRANSLATION": 1, "SCALE": 2}}}})",
        R"("extensionsUsed": ["EXT_mesh_gpu_instancing"])")));
    ASSERT_TRUE(model) << gltfProblem(model);
    EXPECT_TRUE(model->warnings.empty()) << toString(model->warnings[0]);
    ASSERT_EQ(model->scene.roots.size(), 3U);
    for (size_t i = 0; i < 3; ++i) {
        const double n = static_cast<double>(i) + 1;
        expectNear(model->scene.objects[model->scene.roots[i]].keys.at(0).transform.point({1, 1, 1}), {n + n, 10 + n, n});
    }
}

TEST(Gltf, QuantizedPositionsAreScaledByTheirNode) {
    GltfText file;
    file.accessor(file.view(std::vector<int16_t>{0, 0, 0, 0, 32767, 0, 0, 0, 0, 32767, 0, 0}, 8), 5122, 3, "VEC3", ", \"normalized\": true");
    file.accessor(file.view(std::vector<int8_t>{0, 0, 127, 0, 0, 0, 127, 0, 0, 0, 127, 0}, 4), 5120, 3, "VEC3", ", \"normalized\": true");
    const auto model = loadGltfText(file.json(meshOf(R"("attributes": {"POSITION": 0, "NORMAL": 1})", R"({"mesh": 0, "scale": [5, 5, 5]})",
                                                     R"("extensionsRequired": ["KHR_mesh_quantization"])")));
    ASSERT_TRUE(model) << gltfProblem(model);
    EXPECT_EQ(meshAt(*model, 0).positions.at(1), vec3(1, 0, 0));
    EXPECT_EQ(meshAt(*model, 0).normals.at(2), vec3(0, 0, 1));
    expectNear(model->scene.objects[0].keys.at(0).transform.point({1, 0, 0}), {5, 0, 0});
}

TEST(Gltf, CamerasStandWhereTheirNodesAre) {
    const auto model = loadGltfText(GltfText().json(R"("cameras": [{"type": "perspective", "name": "eye", "perspective": {"yfov": 0.5235987755982988, "znear": 0.1}},
        {"type": "orthographic", "orthographic": {"xmag": 3, "ymag": 2, "znear": 0, "zfar": 9}}],
        "nodes": [{"camera": 0, "translation": [0, 1, 5], "scale": [2, 2, 2]}, {"camera": 1, "name": "plan"}])"));
    ASSERT_TRUE(model) << gltfProblem(model);
    ASSERT_EQ(model->cameras.size(), 2U);
    EXPECT_EQ(model->cameraNames, (std::vector<std::string>{"eye", "plan"}));
    EXPECT_NEAR(*model->cameras[0].yfov, 30, 1e-9);
    EXPECT_FALSE(model->cameras[0].isDefault);
    expectNear(model->cameras[0].keys.at(0).transform.point({0, 0, -1}), {0, 1, 4});   // the scale is left aside
    EXPECT_EQ(model->cameras[1].type, CameraDesc::Type::kOrthographic);
    EXPECT_EQ(halfHeight(model->cameras[1], 300, 200), 2);
}

TEST(Gltf, LightsShineAlongTheirNodesMinusZ) {
    const auto model = loadGltfText(GltfText().json(R"("extensionsUsed": ["KHR_lights_punctual"], "extensions": {"KHR_lights_punctual": {"lights": [
        {"type": "point", "intensity": 20, "color": [1, 0.5, 0.25]}, {"type": "directional", "intensity": 3},
        {"type": "spot", "spot": {"innerConeAngle": 0.1, "outerConeAngle": 0.5}}]}}, "nodes": [
        {"translation": [1, 2, 3], "extensions": {"KHR_lights_punctual": {"light": 0}}},
        {"rotation": [-0.70710678, 0, 0, 0.70710678], "scale": [3, 3, 3], "extensions": {"KHR_lights_punctual": {"light": 1}}},
        {"extensions": {"KHR_lights_punctual": {"light": 2}}}])"));
    ASSERT_TRUE(model) << gltfProblem(model);
    const auto& lights = model->scene.lights;
    ASSERT_EQ(lights.size(), 3U);
    EXPECT_EQ(lights[0].position, dvec3(1, 2, 3));
    EXPECT_EQ(lights[0].intensity, 20);
    EXPECT_EQ(lights[0].color, (Rgb{1, 0.5F, 0.25F}));
    EXPECT_EQ(lights[1].irradiance, 3);
    expectNear(lights[1].direction, {0, -1, 0});
    EXPECT_NEAR(lights[2].innerConeAngle, 5.7295780F, 1e-5);
    EXPECT_NEAR(lights[2].outerConeAngle, 28.647890F, 1e-5);
}

TEST(Gltf, LightsThatTheSpecificationHasNot) {
    const auto model = loadGltfText(GltfText().json(R"("extensionsUsed": ["KHR_lights_punctual"], "extensions": {"KHR_lights_punctual": {"lights": [
        {"type": "spot", "spot": {"innerConeAngle": 0.5, "outerConeAngle": 0.5}}, {"type": "spot", "spot": {"innerConeAngle": 1, "outerConeAngle": 3}},
        {"type": "point", "intensity": -4}]}}, "nodes": [{"extensions": {"KHR_lights_punctual": {"light": 0}}},
        {"extensions": {"KHR_lights_punctual": {"light": 1}}}, {"extensions": {"KHR_lights_punctual": {"light": 2}}}])"));
    ASSERT_TRUE(model) << gltfProblem(model);
    const auto& lights = model->scene.lights;
    ASSERT_EQ(lights.size(), 2U);   // a negative one can't be
    EXPECT_NEAR(lights[0].outerConeAngle, 28.647890F, 1e-5);   // Blender's spot with a sharp edge
    EXPECT_EQ(lights[0].innerConeAngle, lights[0].outerConeAngle);
    EXPECT_EQ(lights[1].outerConeAngle, 90);
    EXPECT_NEAR(lights[1].innerConeAngle, 57.295780F, 1e-5);
    std::string all;
    for (const auto& w : model->warnings) all += w.pointer + " ";
    EXPECT_EQ(all, "/extensions/KHR_lights_punctual/lights/1/spot /extensions/KHR_lights_punctual/lights/2  ");
}

TEST(Gltf, MatricesThatAreProductsOfFloats) {
    GltfText file;
    file.floats(kQuad, "VEC3");
    const auto of = [&](const std::string& row) {
        return loadGltfText(file.json(meshOf(R"("attributes": {"POSITION": 0})", R"({"mesh": 0, "matrix": [1, 0, 0, 1e-9, 0, 1, 0, 0, 0, 0, 1, 0, 5, 6, 7, )" + row + "]}")));
    };
    const auto model = of("0.99999994");
    ASSERT_TRUE(model) << gltfProblem(model);
    expectNear(model->scene.objects.at(0).keys.at(0).transform.point({1, 0, 0}), {6, 6, 7});
    EXPECT_NE(gltfProblem(of("0.5")).find("not affine"), std::string::npos);
}

TEST(Gltf, ExtensionsThatAreNotKnown) {
    const auto used = loadGltfText(GltfText().json(R"("extensionsUsed": ["VENDOR_thing", "KHR_materials_ior", "VENDOR_thing"])"));
    ASSERT_TRUE(used) << gltfProblem(used);
    size_t named = 0;
    for (const auto& warning : used->warnings) {
        EXPECT_EQ(warning.message.find("KHR_materials_ior"), std::string::npos);
        named += warning.message.find("VENDOR_thing") != std::string::npos;
    }
    EXPECT_EQ(named, 1U);
    const auto required = loadGltfText(GltfText().json(R"("extensionsUsed": ["VENDOR_thing"], "extensionsRequired": ["VENDOR_thing"])"));
    ASSERT_FALSE(required);
    EXPECT_NE(required.error()[0].message.find("VENDOR_thing"), std::string::npos);
    EXPECT_EQ(required.error()[0].pointer, "/extensionsRequired/0");
}

TEST(Gltf, BadVerticesAndIndices) {
    GltfText nan;
    nan.floats({0, 0, 0, 1, std::nanf(""), 0, 0, 1, 0}, "VEC3");
    EXPECT_NE(gltfProblem(loadGltfText(nan.json(meshOf(R"("attributes": {"POSITION": 0})")))).find("vertex 1 is not finite"), std::string::npos);
    GltfText range;
    range.floats(kQuad, "VEC3");
    range.shorts({0, 1, 4});
    EXPECT_NE(gltfProblem(loadGltfText(range.json(meshOf(R"("attributes": {"POSITION": 0}, "indices": 1)")))).find("index 2 is 4"), std::string::npos);
    GltfText length;
    length.floats(kQuad, "VEC3");
    length.floats({0, 0, 1}, "VEC3");
    EXPECT_NE(gltfProblem(loadGltfText(length.json(meshOf(R"("attributes": {"POSITION": 0, "NORMAL": 1})")))).find("NORMAL has 1"), std::string::npos);
    // A normal that is none is made from the faces.
    GltfText zero;
    zero.floats({0, 0, 0, 1, 0, 0, 0, 1, 0}, "VEC3");
    zero.floats({0, 0, 0, 0, 1, 0, 0, 1, 0}, "VEC3");
    const auto mended = loadGltfText(zero.json(meshOf(R"("attributes": {"POSITION": 0, "NORMAL": 1})")));
    ASSERT_TRUE(mended) << gltfProblem(mended);
    EXPECT_EQ(meshAt(*mended, 0).normals.at(0), vec3(0, 0, 1));
    EXPECT_EQ(meshAt(*mended, 0).normals.at(1), vec3(0, 1, 0));
    EXPECT_EQ(mended->warnings.size(), 1U);
}

TEST(Gltf, FewBytesDoNotBecomeManyTriangles) {
    // A thousand primitives of the same hundred thousand corners: 1.2 GB from 1.5 MB would be too much.
    GltfText file;
    file.floats(kQuad, "VEC3");
    file.accessor(R"("componentType": 5125, "count": 30000000, "type": "SCALAR")");
    EXPECT_NE(gltfProblem(loadGltfText(file.json(meshOf(R"("attributes": {"POSITION": 0}, "indices": 1)")))).find("memory"), std::string::npos);
}

TEST(Gltf, Draco) {
    // Six vertices, four triangles, made with the encoder of npm's draco3d 1.5: 11 bits for positions, 10 for coordinates.
    const char* const kStream =
        "RFJBQ08CAgEBAAAABgQBBAAAAl8H/wER/wEzAv8AAAAAAAEACQMAAAIBAwkCAAECAQEBAAwDASAjASADAPiPAAjA///f//8DwP//hwAAAAAA/wcAAAAAAAAAAAAAAAAAAAAAAEAL"
        "AQEBAAsDrSofVRUDR2WKBtA/AP4jAAAAAP8DAAAAAAAAAAAAAAAAgD8K";
    const auto bytes = *decodeDataUri(std::string("data:;base64,") + kStream);
    const auto load = [&](size_t corners, std::vector<uint8_t> stream) {
        GltfText file;
        file.view(stream);
        file.accessor(R"("componentType": 5126, "count": 6, "type": "VEC3")");
        file.accessor(R"("componentType": 5126, "count": 6, "type": "VEC2")");
        file.accessor("\"componentType\": 5123, \"count\": " + std::to_string(corners) + ", \"type\": \"SCALAR\"");
        return loadGltfText(file.json(meshOf(R"("attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "indices": 2, "extensions":
            {"KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0, "TEXCOORD_0": 1}}})", R"({"mesh": 0})",
            R"("extensionsRequired": ["KHR_draco_mesh_compression"])")));
    };
    const auto model = load(12, bytes);
#ifdef __EMSCRIPTEN__
    ASSERT_FALSE(model);
    EXPECT_NE(gltfProblem(model).find("in the page"), std::string::npos);
#else
    ASSERT_TRUE(model) << gltfProblem(model);
    const MeshShape& mesh = meshAt(*model, 0);
    ASSERT_EQ(mesh.indices.size(), 12U);
    // u is x, v half of y, z 1 where y is 2: for every corner, whatever their order.
    float area = 0;
    for (size_t i = 0; i < mesh.positions.size(); ++i) {
        const vec3 p = mesh.positions[i];
        EXPECT_NEAR(mesh.uvs.at(i).x, p.x, 2e-3);
        EXPECT_NEAR(mesh.uvs.at(i).y, p.y / 2, 2e-3);
        EXPECT_NEAR(p.z, p.y > 1.5F ? 1 : 0, 2e-3);
    }
    for (size_t i = 0; i < 12; i += 3) {
        const vec3 a = mesh.positions[mesh.indices[i]], b = mesh.positions[mesh.indices[i + 1]], c = mesh.positions[mesh.indices[i + 2]];
        area += 0.5F * length(cross(b - a, c - a));
    }
    EXPECT_NEAR(area, 1 + std::sqrt(2.0F), 5e-3);
    // More than the accessors have room for, and cut short.
    EXPECT_NE(gltfProblem(load(9, bytes)).find("room"), std::string::npos);
    for (size_t n = 0; n < bytes.size(); n += 5) EXPECT_FALSE(load(12, {bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(n)})) << n;
#endif
}

}  // namespace
}  // namespace raypool
