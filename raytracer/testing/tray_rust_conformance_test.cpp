// tray_rust's scenes against its own pictures: where things are, not how bright. Those stand outside of this repository, in
// RAYPOOL_SHARED or ../shared.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "raytracer/compile/compile_scene.h"
#include "raytracer/integrators/path/path.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/testing/pictures.h"

namespace raypool {
namespace {

namespace fs = std::filesystem;

fs::path sharedScenes() {
    const char* named = std::getenv("RAYPOOL_SHARED");
    const fs::path folder = fs::path(named != nullptr && *named != 0 ? named : "../shared") / "scenes" / "tray_rust";
    return fs::exists(folder) ? folder : fs::path();
}
bool mustBeThere() {
    const char* ci = std::getenv("CI");
    return ci != nullptr && std::string_view(ci) == "true";
}

/// What is seen in the middle of each pixel: the object, on which of its sides, and whether its texture is light there.
struct Labels {
    int width = 0, height = 0;
    std::vector<uint32_t> of;
    uint32_t at(int x, int y) const { return of[static_cast<size_t>(y * width + x)]; }
};

Labels labelsOf(const fs::path& path, uint32_t width, uint32_t height) {
    Labels out;
    const auto desc = loadScene(testing::readText(path), {.width = width, .height = height, .integrator = IntegratorKind::kNormal});
    if (!desc) {
        ADD_FAILURE() << toString(desc.error()[0], path.string());
        return out;
    }
    testing::FolderAssets assets(path.parent_path());
    Diagnostics warnings;
    auto scene = compileScene(*desc, assets, warnings);
    if (!scene) {
        ADD_FAILURE() << toString(scene.error()[0], path.string());
        return out;
    }
    scene->filter = PixelFilter({.kind = FilterKind::kBox, .radius = 0.01F});
    out.width = static_cast<int>(width);
    out.height = static_cast<int>(height);
    for (uint32_t y = 0; y < height; ++y) {
        for (uint32_t x = 0; x < width; ++x) {
            const PathResult r = tracePath(*scene, {x, y}, 0);
            uint32_t label = r.objectId * 16;
            // What is seen in mirrors and through glass is not where the object is.
            const bool isOwn = r.materialId > 0 && (scene->materials[r.materialId - 1].flags & kMaterialIsDeltaOnly) == 0;
            if (isOwn) {
                const vec3 a = abs(r.normal);
                const uint32_t axis = a.x > a.y && a.x > a.z ? 0 : a.y > a.z ? 1 : 2;
                label += axis * 2 + (r.normal[static_cast<int>(axis)] > 0 ? 1 : 0) + (luminance(r.albedo) > 0.2F ? 8 : 0);
            }
            out.of.push_back(label);
        }
    }
    return out;
}

struct Verdict {
    int decided = 0, wrong = 0;   // pixels
};

/// Pixels near the edge between two labels, and which of the two the picture says that they belong to: the one whose inner
/// pixels nearby have the more similar colour. `shift`: the labels are moved so far to the right before.
Verdict judge(const Labels& labels, const testing::Picture& picture, int shift) {
    const int w = labels.width, h = labels.height;
    const auto labelAt = [&](int x, int y) { return labels.at(std::clamp(x - shift, 0, w - 1), std::clamp(y, 0, h - 1)); };
    const auto colorAt = [&](int x, int y) {
        const uint8_t* p = &picture.rgba[static_cast<size_t>(y * w + x) * 4];
        return vec3(p[0], p[1], p[2]);
    };
    std::vector<char> isInner(static_cast<size_t>(w * h), 1);
    for (int y = 0; y < h; ++y) {
        for (int x = 0; x < w; ++x) {
            for (int dy = -2; dy <= 2; ++dy) {
                for (int dx = -2; dx <= 2; ++dx) {
                    if (labelAt(x + dx, y + dy) != labelAt(x, y)) isInner[static_cast<size_t>(y * w + x)] = 0;
                }
            }
        }
    }
    constexpr int kNear = 6, kEdge = 2;
    constexpr float kContrast = 40;   // of 255: what noise does not bridge
    Verdict verdict;
    for (int y = 0; y < h; ++y) {
        for (int x = 0; x < w; ++x) {
            const uint32_t own = labelAt(x, y);
            uint32_t other = own;
            for (int dy = -kEdge; dy <= kEdge && other == own; ++dy) {
                for (int dx = -kEdge; dx <= kEdge && other == own; ++dx) other = labelAt(x + dx, y + dy);
            }
            if (other == own) continue;
            vec3 sums[2]{vec3(0), vec3(0)};
            int counts[2]{};
            for (int ny = std::max(0, y - kNear); ny <= std::min(h - 1, y + kNear); ++ny) {
                for (int nx = std::max(0, x - kNear); nx <= std::min(w - 1, x + kNear); ++nx) {
                    const uint32_t label = labelAt(nx, ny);
                    if (isInner[static_cast<size_t>(ny * w + nx)] == 0 || (label != own && label != other)) continue;
                    const int side = label == own ? 0 : 1;
                    sums[side] += colorAt(nx, ny);
                    ++counts[side];
                }
            }
            if (counts[0] < 4 || counts[1] < 4) continue;
            const vec3 here = sums[0] / static_cast<float>(counts[0]), there = sums[1] / static_cast<float>(counts[1]);
            if (length(here - there) < kContrast) continue;
            ++verdict.decided;
            verdict.wrong += length(colorAt(x, y) - there) < length(colorAt(x, y) - here) ? 1 : 0;
        }
    }
    return verdict;
}

struct TrayCase {
    const char* scene;
    const char* picture;
};
void PrintTo(const TrayCase& c, std::ostream* out) { *out << c.scene; }

class TrayRustConformance : public ::testing::TestWithParam<TrayCase> {};

TEST_P(TrayRustConformance, everythingIsWhereItIsThere) {
    const fs::path folder = sharedScenes();
    const testing::Picture expected = testing::readPng(folder / "expected" / GetParam().picture);
    ASSERT_GT(expected.width, 0U);
    const Labels labels = labelsOf(folder / (std::string(GetParam().scene) + ".json"), expected.width, expected.height);
    ASSERT_FALSE(labels.of.empty());
    const int pixels = labels.width * labels.height;
    const Verdict verdict = judge(labels, expected, 0), moved = judge(labels, expected, 3);
    RecordProperty("wrong", verdict.wrong);
    RecordProperty("decided", verdict.decided);
    std::printf("    %s: %d of %d pixels, %d near edges; moved by 3 pixels %d\n", GetParam().scene, verdict.wrong, pixels, verdict.decided, moved.wrong);
    EXPECT_GT(verdict.decided, pixels / 100);              // there are edges to see
    EXPECT_LT(verdict.wrong, pixels / 100);                // less than 1 % is elsewhere
    EXPECT_GT(moved.wrong, 2 * verdict.wrong + 100);       // and it would be seen
}

/// None from a clone alone.
std::vector<TrayCase> casesThere() {
    if (sharedScenes().empty()) return {};
    return {{"01_matte_orennayar_vs_lambert", "01_matte_orennayar_vs_lambert.png"},
            {"03_metal", "03_metal.png"},
            {"04_glass", "04_glass.png"},
            {"06_lights_point", "06_lights_point.png"},
            {"09_normals_debug", "09_normals_debug.png"},
            {"11_transforms_all", "11_transforms_all.png"},
            {"12_look_at_camera", "12_look_at_camera.png"},
            {"15_textures", "15_textures.png"},
            {"cornell_box", "cornell_box_400x304_spp256.png"},
            {"smallpt", "smallpt_400x304_spp256.png"}};
}
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(TrayRustConformance);
INSTANTIATE_TEST_SUITE_P(Scenes, TrayRustConformance, ::testing::ValuesIn(casesThere()));

// Those whose models were never published are at least understood: every key, in every frame that is asked for.
TEST(TrayRustScenes, areRead) {
    const fs::path folder = sharedScenes();
    if (folder.empty()) {   // as scripts/test says
        EXPECT_FALSE(mustBeThere()) << "CI=true, but no scenes in RAYPOOL_SHARED or ../shared";
        return;
    }
    for (const auto& [name, frame] : std::vector<std::pair<std::string, uint32_t>>{
             {"logo_shadow", 0}, {"logo_with_friends", 0}, {"suzanne_scene", 0}, {"tr15", 0}, {"tr15", 300}, {"tr15", 599}}) {
        const auto scene = loadScene(testing::readText(folder / (name + ".json")), {.frame = frame});
        ASSERT_TRUE(scene.has_value()) << name << ": " << toString(scene.error()[0]);
        EXPECT_GT(scene->native.objects.size(), 4U) << name;
        for (const auto& warning : scene->warnings) EXPECT_EQ(warning.message.find("has no field"), std::string::npos) << toString(warning);
    }
}

}  // namespace
}  // namespace raypool
