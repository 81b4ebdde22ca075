// A glTF 2.0 file that is being read: its JSON with the places of all values, its buffers, and every problem found.
//
// Files come from anybody, so nothing in them is trusted: each index, length and offset is checked where it is read, and
// a problem names its JSON pointer, line and column. That is why the JSON goes through our own JsonDocument and not
// through tinygltf or cgltf, which tell no places, and the first of which decodes and copies what nobody asked for.
#pragma once
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "raytracer/loaders/model.h"
#include "raytracer/scene/json_reader.h"

namespace raypool {

/// The lists at the top of a file, whose items others name by index.
enum class GltfList : uint8_t {
    kAccessors, kAnimations, kBuffers, kBufferViews, kCameras, kImages, kMaterials, kMeshes, kNodes, kSamplers, kScenes, kSkins,
    kTextures, kLights,   // of KHR_lights_punctual
    kVariants,            // of KHR_materials_variants
    kCount
};
/// As the file has it: "bufferViews".
std::string_view nameOf(GltfList list);

/// What of a primitive changes how its material looks.
struct GltfLook {
    bool hasColors = false;   // COLOR_0
    bool isUnlit = false;     // lines and points that have no normals
    size_t index() const { return (hasColors ? 1U : 0U) + (isUnlit ? 2U : 0U); }
};
constexpr size_t kGltfLooks = 4;
/// By GltfLook::index: whether a primitive that is drawn uses the material so.
using GltfMaterialUse = std::array<bool, kGltfLooks>;

class GltfReading {
public:
    /// All must live as long as this. binaryChunk: of a .glb; empty without one. name: of the file itself.
    GltfReading(const JsonDocument& json, std::string name, std::span<const uint8_t> binaryChunk, size_t fileBytes, AssetSource& assets,
                const ModelOptions& options);
    GltfReading(const GltfReading&) = delete;
    GltfReading& operator=(const GltfReading&) = delete;

    const JsonDocument& json;
    JsonReader reader;             // problems and warnings
    const std::string name;
    AssetSource& assets;
    const ModelOptions& options;

    /// By index into the file's materials; the last one is the default material.
    std::vector<GltfMaterialUse> materialUse;

    std::span<const JsonId> items(GltfList list) const { return lists_[static_cast<size_t>(list)]; }
    size_t count(GltfList list) const { return items(list).size(); }
    bool failed() { return !reader.problems().empty(); }

    // --- Fields. `object` may be kNoJson, which has none. What is there but wrong is an error, and counts as missing.

    JsonId member(JsonId object, std::string_view key) const;
    /// The object in "extensions" of that name, or kNoJson.
    JsonId extension(JsonId object, std::string_view key) const;
    double number(JsonId object, std::string_view key, double otherwise);
    /// A whole number from 0 to max.
    uint64_t whole(JsonId object, std::string_view key, uint64_t otherwise, uint64_t max = uint64_t{1} << 32);
    bool boolean(JsonId object, std::string_view key, bool otherwise);
    /// Empty if there is none.
    std::string text(JsonId object, std::string_view key);
    /// True if exactly out.size() numbers stand there; false and untouched if the field is missing or wrong.
    bool numbers(JsonId object, std::string_view key, std::span<double> out);
    /// All numbers of an array, however many; empty if it is missing.
    std::vector<double> numberList(JsonId object, std::string_view key);
    /// The members of an array of objects; others are errors.
    std::vector<JsonId> objects(JsonId object, std::string_view key);
    /// An index into a list; nothing if it is missing, or (an error) out of range.
    std::optional<uint32_t> index(JsonId object, std::string_view key, GltfList list);
    /// The same for an array of indices.
    std::vector<uint32_t> indexList(JsonId object, std::string_view key, GltfList list);

    // --- Bytes

    /// The bytes of a buffer view, decompressed if an extension says so. Nothing, with an error said once, if they can't be
    /// had. They stay where they are as long as this lives.
    std::optional<std::span<const uint8_t>> viewBytes(uint32_t view);
    /// The bytes at a "uri": of a data: URI, or of a file beside this one.
    std::expected<SharedBytes, std::string> uriBytes(const std::string& uri);
    /// Under what name the scene has the file of a relative "uri": percent-decoded, in this file's folder.
    std::string assetName(const std::string& uri) const;

    /// Takes this many bytes from what the file may cost, which grows with its size. False, with an error, if it is too
    /// much. For all that a few bytes of JSON could make large.
    bool spend(uint64_t bytes, JsonId user);

private:
    struct Slot {
        bool tried = false;
        std::optional<std::span<const uint8_t>> bytes;
        SharedBytes owner;
    };
    std::optional<std::span<const uint8_t>> bufferBytes(uint32_t buffer);
    std::optional<std::span<const uint8_t>> range(uint32_t buffer, uint64_t offset, uint64_t length, JsonId at);
    std::optional<std::span<const uint8_t>> decodeMeshopt(JsonId extension, Slot& slot);
    void fillList(GltfList list, JsonId parent, std::string_view key);

    std::array<std::vector<JsonId>, static_cast<size_t>(GltfList::kCount)> lists_;
    std::span<const uint8_t> binaryChunk_;
    std::vector<Slot> buffers_, views_;
    uint64_t budget_;
};

/// Reports extensions that are not known: required ones as errors, others as warnings, each once.
void checkGltfExtensions(GltfReading& reading);
/// Is it one that the loader acts on, or that says nothing of what is seen?
bool isKnownGltfExtension(std::string_view name);

}  // namespace raypool
