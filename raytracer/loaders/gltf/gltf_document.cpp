#include "raytracer/loaders/gltf/gltf_document.h"

#include <algorithm>
#include <cmath>

#include "raytracer/loaders/gltf/gltf_meshopt.h"
#include "raytracer/scene/data_uri.h"
#include "raytracer/scene/scene_files.h"

namespace raypool {
namespace {

/// What a file may cost beyond its own bytes, in bytes: something for the smallest, up to a limit for the largest. Packed
/// vertices become up to 1024 times as many bytes, and a mesh of a few bytes of JSON may be drawn from the same data.
constexpr uint64_t kBudgetBase = uint64_t{64} << 20, kBudgetPerByte = 1024, kBudgetLimit = uint64_t{3} << 29;

constexpr std::string_view kListNames[] = {"accessors", "animations", "buffers", "bufferViews", "cameras", "images", "materials", "meshes",
                                           "nodes", "samplers", "scenes", "skins", "textures", "lights", "variants"};

bool isNumber(JsonType type) { return type == JsonType::kInteger || type == JsonType::kUnsigned || type == JsonType::kFloat; }

std::string quoted(std::string_view key) { return "\"" + std::string(key) + "\""; }

}  // namespace

std::string_view nameOf(GltfList list) { return kListNames[static_cast<size_t>(list)]; }

GltfReading::GltfReading(const JsonDocument& document, std::string fileName, std::span<const uint8_t> binaryChunk, size_t fileBytes,
                         AssetSource& source, const ModelOptions& modelOptions)
    : json(document), reader(document), name(std::move(fileName)), assets(source), options(modelOptions), binaryChunk_(binaryChunk),
      budget_(std::min(kBudgetLimit, kBudgetBase + kBudgetPerByte * fileBytes)) {
    if (!reader.expectObject(0, "a glTF file")) return;
    for (size_t i = 0; i <= static_cast<size_t>(GltfList::kTextures); ++i) fillList(static_cast<GltfList>(i), 0, kListNames[i]);
    fillList(GltfList::kLights, extension(0, "KHR_lights_punctual"), "lights");
    fillList(GltfList::kVariants, extension(0, "KHR_materials_variants"), "variants");
    materialUse.resize(count(GltfList::kMaterials) + 1);
    buffers_.resize(count(GltfList::kBuffers));
    views_.resize(count(GltfList::kBufferViews));
}

void GltfReading::fillList(GltfList list, JsonId parent, std::string_view key) { lists_[static_cast<size_t>(list)] = objects(parent, key); }

// --- Fields --------------------------------------------------------------------------------------------------------

JsonId GltfReading::member(JsonId object, std::string_view key) const {
    if (object == kNoJson || json[object].type != JsonType::kObject) return kNoJson;
    return json.member(object, key);
}

JsonId GltfReading::extension(JsonId object, std::string_view key) const {
    const JsonId found = member(member(object, "extensions"), key);
    return found != kNoJson && json[found].type == JsonType::kObject ? found : kNoJson;
}

double GltfReading::number(JsonId object, std::string_view key, double otherwise) {
    const JsonId id = member(object, key);
    if (id == kNoJson) return otherwise;
    if (!isNumber(json[id].type) || !std::isfinite(json[id].number)) {
        reader.error(id, quoted(key) + " must be a number");
        return otherwise;
    }
    return json[id].number;
}

uint64_t GltfReading::whole(JsonId object, std::string_view key, uint64_t otherwise, uint64_t max) {
    const JsonId id = member(object, key);
    if (id == kNoJson) return otherwise;
    const double value = json[id].number;
    if (!isNumber(json[id].type) || !(value >= 0 && value <= static_cast<double>(max)) || value != std::floor(value)) {
        reader.error(id, quoted(key) + " must be a whole number", "0 to " + std::to_string(max));
        return otherwise;
    }
    return static_cast<uint64_t>(value);
}

bool GltfReading::boolean(JsonId object, std::string_view key, bool otherwise) {
    const JsonId id = member(object, key);
    if (id == kNoJson) return otherwise;
    if (json[id].type != JsonType::kBool) {
        reader.error(id, quoted(key) + " must be true or false");
        return otherwise;
    }
    return json[id].boolean;
}

std::string GltfReading::text(JsonId object, std::string_view key) {
    const JsonId id = member(object, key);
    if (id == kNoJson) return {};
    if (json[id].type != JsonType::kString) {
        reader.error(id, quoted(key) + " must be a string");
        return {};
    }
    return json.string(json[id].string);
}

std::vector<double> GltfReading::numberList(JsonId object, std::string_view key) {
    const JsonId id = member(object, key);
    std::vector<double> out;
    if (id == kNoJson || !reader.expectArray(id, quoted(key))) return out;
    if (json[id].isPacked) {
        if (json[id].rowLength == 0) {
            const auto packed = json.numbers(id);
            out.assign(packed.begin(), packed.end());
        } else {
            reader.error(id, quoted(key) + " must hold numbers, not arrays");
        }
        return out;
    }
    for (JsonId item = json[id].firstChild; item != kNoJson; item = json[item].nextSibling) {
        if (!isNumber(json[item].type) || !std::isfinite(json[item].number)) {
            reader.error(item, quoted(key) + " must hold numbers");
            return {};
        }
        out.push_back(json[item].number);
    }
    return out;
}

bool GltfReading::numbers(JsonId object, std::string_view key, std::span<double> out) {
    const JsonId id = member(object, key);
    if (id == kNoJson) return false;
    const auto found = numberList(object, key);
    if (found.size() != out.size()) {
        reader.error(id, quoted(key) + " must hold " + std::to_string(out.size()) + " numbers");
        return false;
    }
    std::ranges::copy(found, out.begin());
    return true;
}

std::vector<JsonId> GltfReading::objects(JsonId object, std::string_view key) {
    const JsonId id = member(object, key);
    std::vector<JsonId> out;
    if (id == kNoJson || !reader.expectArray(id, quoted(key)) || !reader.expectNoNumbers(id, quoted(key))) return out;
    out.reserve(json[id].childCount);
    for (JsonId item = json[id].firstChild; item != kNoJson; item = json[item].nextSibling) {
        reader.expectObject(item, "an item of " + quoted(key));
        out.push_back(item);
    }
    return out;
}

std::optional<uint32_t> GltfReading::index(JsonId object, std::string_view key, GltfList list) {
    const JsonId id = member(object, key);
    if (id == kNoJson) return {};
    const double value = json[id].number;
    if (!isNumber(json[id].type) || !(value >= 0 && value < static_cast<double>(count(list))) || value != std::floor(value)) {
        reader.error(id, quoted(key) + " is no index into " + quoted(nameOf(list)),
                     count(list) == 0 ? "the file has none" : "0 to " + std::to_string(count(list) - 1));
        return {};
    }
    return static_cast<uint32_t>(value);
}

std::vector<uint32_t> GltfReading::indexList(JsonId object, std::string_view key, GltfList list) {
    std::vector<uint32_t> out;
    const auto found = numberList(object, key);
    out.reserve(found.size());
    for (const double value : found) {
        if (!(value >= 0 && value < static_cast<double>(count(list))) || value != std::floor(value)) {
            reader.error(member(object, key), quoted(key) + " names an index that " + quoted(nameOf(list)) + " does not have",
                         count(list) == 0 ? "the file has none" : "0 to " + std::to_string(count(list) - 1));
            return {};
        }
        out.push_back(static_cast<uint32_t>(value));
    }
    return out;
}

// --- Bytes ---------------------------------------------------------------------------------------------------------

std::string GltfReading::assetName(const std::string& uri) const { return pathBeside(name, decodePercent(uri)); }

std::expected<SharedBytes, std::string> GltfReading::uriBytes(const std::string& uri) {
    if (isDataUri(uri)) {
        auto bytes = decodeDataUri(uri);
        if (!bytes) return std::unexpected(bytes.error());
        return std::make_shared<const std::vector<uint8_t>>(std::move(*bytes));
    }
    auto found = assets.share(assetName(uri));
    // Names that were not encoded though they should have been: "50%20.bin" may be meant as it stands.
    if (!found && uri.find('%') != std::string::npos) {
        if (auto plain = assets.share(pathBeside(name, uri))) return plain;
    }
    return found;
}

bool GltfReading::spend(uint64_t bytes, JsonId user) {
    if (bytes <= budget_) {
        budget_ -= bytes;
        return true;
    }
    budget_ = 0;
    reader.error(user, "the file takes too much memory when its data are unpacked",
                 "at most " + std::to_string(kBudgetLimit >> 20) + " MiB, and less for small files");
    return false;
}

std::optional<std::span<const uint8_t>> GltfReading::bufferBytes(uint32_t buffer) {
    Slot& slot = buffers_[buffer];
    if (slot.tried) return slot.bytes;
    slot.tried = true;
    const JsonId id = items(GltfList::kBuffers)[buffer];
    const JsonId uri = member(id, "uri");
    if (uri != kNoJson) {
        const std::string where = text(id, "uri");
        auto bytes = uriBytes(where);
        if (!bytes) {
            const std::string what = isDataUri(where) ? "the buffer's data: URI" : "the buffer \"" + decodePercent(where) + "\"";
            reader.error(uri, what + " can't be read: " + bytes.error());
            return {};
        }
        slot.owner = std::move(*bytes);
        slot.bytes = std::span<const uint8_t>(*slot.owner);
    } else if (buffer == 0 && !binaryChunk_.empty()) {
        slot.bytes = binaryChunk_;
    } else {
        reader.error(id, "the buffer has no \"uri\", and the file no binary chunk for it");
        return {};
    }
    const uint64_t length = whole(id, "byteLength", slot.bytes->size(), uint64_t{1} << 40);
    if (length > slot.bytes->size()) {
        reader.error(member(id, "byteLength"), "the buffer says that it has " + std::to_string(length) + " bytes, and has " +
                                                   std::to_string(slot.bytes->size()));
        slot.bytes.reset();
        return {};
    }
    slot.bytes = slot.bytes->first(static_cast<size_t>(length));
    return slot.bytes;
}

std::optional<std::span<const uint8_t>> GltfReading::range(uint32_t buffer, uint64_t offset, uint64_t length, JsonId at) {
    const auto bytes = bufferBytes(buffer);
    if (!bytes) return {};
    if (offset > bytes->size() || length > bytes->size() - offset) {
        reader.error(at, "bytes " + std::to_string(offset) + " to " + std::to_string(offset + length) + " are not all in the buffer, which has " +
                             std::to_string(bytes->size()));
        return {};
    }
    return bytes->subspan(static_cast<size_t>(offset), static_cast<size_t>(length));
}

std::optional<std::span<const uint8_t>> GltfReading::viewBytes(uint32_t view) {
    Slot& slot = views_[view];
    if (slot.tried) return slot.bytes;
    slot.tried = true;
    const JsonId id = items(GltfList::kBufferViews)[view];
    for (const std::string_view extensionName : {"EXT_meshopt_compression", "KHR_meshopt_compression"}) {
        if (const JsonId packed = extension(id, extensionName); packed != kNoJson) {
            slot.bytes = decodeMeshopt(packed, slot);
            return slot.bytes;
        }
    }
    const auto buffer = index(id, "buffer", GltfList::kBuffers);
    if (!buffer) {
        if (member(id, "buffer") == kNoJson) reader.error(id, "missing field \"buffer\"");
        return {};
    }
    if (member(id, "byteLength") == kNoJson) {
        reader.error(id, "missing field \"byteLength\"");
        return {};
    }
    constexpr uint64_t kMax = uint64_t{1} << 40;
    slot.bytes = range(*buffer, whole(id, "byteOffset", 0, kMax), whole(id, "byteLength", 0, kMax), id);
    return slot.bytes;
}

std::optional<std::span<const uint8_t>> GltfReading::decodeMeshopt(JsonId packed, Slot& slot) {
    const auto buffer = index(packed, "buffer", GltfList::kBuffers);
    if (!buffer) {
        if (member(packed, "buffer") == kNoJson) reader.error(packed, "missing field \"buffer\"");
        return {};
    }
    constexpr uint64_t kMax = uint64_t{1} << 40;
    const auto source = range(*buffer, whole(packed, "byteOffset", 0, kMax), whole(packed, "byteLength", 0, kMax), packed);
    if (!source) return {};
    MeshoptStream stream;
    stream.bytes = *source;
    stream.count = static_cast<size_t>(whole(packed, "count", 0));
    stream.stride = static_cast<size_t>(whole(packed, "byteStride", 0, 256));
    const std::string mode = text(packed, "mode"), filter = text(packed, "filter");
    const auto foundMode = meshoptModeOf(mode);
    const auto foundFilter = meshoptFilterOf(filter);
    if (!foundMode) {
        reader.error(packed, "the compression mode \"" + mode + "\" is not known", "\"ATTRIBUTES\", \"TRIANGLES\" or \"INDICES\"");
        return {};
    }
    if (!foundFilter) {
        reader.error(packed, "the compression filter \"" + filter + "\" is not known",
                     "\"NONE\", \"OCTAHEDRAL\", \"QUATERNION\", \"EXPONENTIAL\" or \"COLOR\"");
        return {};
    }
    stream.mode = *foundMode;
    stream.filter = *foundFilter;
    // Checked before memory is taken: no stream holds more than this in its bytes.
    if (stream.count * stream.stride > meshoptMostBytes(stream)) {
        reader.error(packed, std::to_string(stream.count) + " items of " + std::to_string(stream.stride) + " bytes can't be packed in " +
                                 std::to_string(source->size()) + " bytes");
        return {};
    }
    if (!spend(stream.count * stream.stride, packed)) return {};
    auto bytes = decodeMeshoptStream(stream);
    if (!bytes) {
        reader.error(packed, "the compressed data are broken: " + bytes.error());
        return {};
    }
    slot.owner = std::make_shared<const std::vector<uint8_t>>(std::move(*bytes));
    return std::span<const uint8_t>(*slot.owner);
}

}  // namespace raypool
