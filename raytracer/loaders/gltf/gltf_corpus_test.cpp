// Every glTF file in the shared assets, used where it is. What those are worth as a test: they say themselves how large their
// data are, and nobody of us made them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "raytracer/loaders/gltf/gltf_accessor.h"
#include "raytracer/loaders/gltf/gltf_container.h"

namespace raypool {
namespace {

namespace fs = std::filesystem;

fs::path sharedGltf() {
    const char* named = std::getenv("RAYPOOL_SHARED");
    const fs::path folder = fs::path(named != nullptr && *named != 0 ? named : "../shared") / "assets" / "gltf";
    std::error_code ignored;
    return fs::is_directory(folder, ignored) ? folder : fs::path();
}

class Folder final : public AssetSource {
public:
    std::expected<std::vector<uint8_t>, std::string> read(const std::string& path) override {
        std::ifstream in(path, std::ios::binary);
        if (!in) return std::unexpected("no such file");
        std::vector<uint8_t> out(static_cast<size_t>(fs::file_size(path)));
        in.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size()));
        return out;
    }
};

std::vector<fs::path> files() {
    std::vector<fs::path> out;
    const fs::path folder = sharedGltf();
    if (folder.empty()) return out;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".glb" || entry.path().extension() == ".gltf") out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// Those that are broken on purpose, and what is to be said of them.
const std::map<std::string, std::string> kBroken = {{"AllIndicesOutOfRange.gltf", "index 0 is 65535"},
                                                    {"IndexOutOfRange.gltf", "index 0 is 255"},
                                                    {"RecursiveNodes.gltf", "descendants"},
                                                    {"edge/MissingBin/BoxTextured.gltf", "no such file"}};

std::string brokenAs(const fs::path& path) {
    for (const auto& [end, problem] : kBroken) {
        if (path.generic_string().ends_with("/" + end)) return problem;
    }
    return {};
}

TEST(GltfCorpus, EveryFileLoadsOrSaysWhyNot) {
    const auto all = files();
    if (all.empty()) return;   // scripts/test says so
    for (const auto& path : all) {
        SCOPED_TRACE(path.string());
#ifdef __EMSCRIPTEN__
        if (path.generic_string().find("/draco/") != std::string::npos) continue;
#endif
        Folder folder;
        const auto bytes = folder.read(path.string());
        ASSERT_TRUE(bytes);
        const auto model = loadGltf(path.generic_string(), *bytes, folder, {});
        const std::string expected = brokenAs(path);
        if (expected.empty()) {
            ASSERT_TRUE(model) << toString(model.error().at(0));
            EXPECT_FALSE(model->scene.roots.empty());
        } else {
            ASSERT_FALSE(model);
            EXPECT_NE(toString(model.error().at(0)).find(expected), std::string::npos) << toString(model.error().at(0));
        }
    }
}

TEST(GltfCorpus, ValuesLieWithinTheBoundsThatTheFilesSay) {
    const auto all = files();
    if (all.empty()) return;   // scripts/test says so
    size_t compared = 0;
    for (const auto& path : all) {
        // The bounds of its normals are of the file that it was before they were spoilt.
        if (!brokenAs(path).empty() || path.filename() == "BoxBadNormals.glb") continue;
        SCOPED_TRACE(path.string());
        Folder folder;
        const auto bytes = folder.read(path.string());
        const auto container = openGltfContainer(*bytes);
        ASSERT_TRUE(container);
        const auto json = JsonDocument::parse(container->json);
        ASSERT_TRUE(json);
        const ModelOptions options;
        GltfReading reading(*json, path.generic_string(), container->binary, bytes->size(), folder, options);
        for (uint32_t i = 0; i < reading.count(GltfList::kAccessors); ++i) {
            const JsonId id = reading.items(GltfList::kAccessors)[i];
            const auto low = reading.numberList(id, "min"), high = reading.numberList(id, "max");
            if (low.empty() || high.size() != low.size() || reading.member(id, "bufferView") == kNoJson) continue;
            auto accessor = openGltfAccessor(reading, i);
            ASSERT_TRUE(accessor) << i;
            accessor->normalized = false;   // the bounds are of the numbers as they are stored
            const size_t width = accessor->width();
            ASSERT_EQ(width, low.size());
            std::vector<float> values(width * accessor->count);
            readGltfFloats(*accessor, 0, values);
            for (size_t k = 0; k < width; ++k) {
                float least = values[k], most = values[k];
                for (size_t v = k; v < values.size(); v += width) least = std::min(least, values[v]), most = std::max(most, values[v]);
                const double slack = 1e-4 * std::max({1.0, std::abs(low[k]), std::abs(high[k])});
                EXPECT_NEAR(least, low[k], slack) << "accessor " << i;
                EXPECT_NEAR(most, high[k], slack) << "accessor " << i;
            }
            ++compared;
        }
    }
    EXPECT_GT(compared, 100U);
}

}  // namespace
}  // namespace raypool
