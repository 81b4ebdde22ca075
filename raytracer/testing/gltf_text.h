// glTF files made in tests: JSON around a buffer that grows.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "raytracer/loaders/model.h"
#include "raytracer/scene/data_uri.h"
#include "raytracer/testing/memory_assets.h"

namespace raypool::testing {

class GltfText {
public:
    /// Adds a buffer view of these values; its index.
    template <class T>
    size_t view(const std::vector<T>& values, size_t stride = 0) {
        while (bytes.size() % 4 != 0) bytes.push_back(0);
        const size_t offset = bytes.size(), length = values.size() * sizeof(T);
        bytes.resize(offset + length);
        if (length > 0) std::memcpy(bytes.data() + offset, values.data(), length);
        return add(views_, "{\"buffer\": 0, \"byteOffset\": " + std::to_string(offset) + ", \"byteLength\": " + std::to_string(length) +
                               (stride > 0 ? ", \"byteStride\": " + std::to_string(stride) : "") + "}");
    }
    size_t accessor(size_t view, int component, size_t count, std::string_view type, const std::string& more = {}) {
        return accessor("\"bufferView\": " + std::to_string(view) + ", \"componentType\": " + std::to_string(component) + ", \"count\": " +
                        std::to_string(count) + ", \"type\": \"" + std::string(type) + "\"" + more);
    }
    /// All of its fields as they are.
    size_t accessor(const std::string& fields) { return add(accessors_, "{" + fields + "}"); }
    size_t floats(const std::vector<float>& values, std::string_view type) {
        const size_t width = type == "SCALAR" ? 1 : type == "MAT4" ? 16 : static_cast<size_t>(type.back() - '0');
        return accessor(view(values), 5126, values.size() / width, type);
    }
    size_t shorts(const std::vector<uint16_t>& values) { return accessor(view(values), 5123, values.size(), "SCALAR"); }

    /// The whole file's JSON; `rest`: its other members.
    std::string json(const std::string& rest, bool isInside = false) const {
        std::string out = "{\"asset\": {\"version\": \"2.0\"}";
        if (!bytes.empty()) {
            out += ", \"buffers\": [{\"byteLength\": " + std::to_string(bytes.size());
            if (!isInside) out += ", \"uri\": \"" + toDataUri(bytes, "application/octet-stream") + "\"";
            out += "}], \"bufferViews\": [" + views_ + "], \"accessors\": [" + accessors_ + "]";
        }
        return out + (rest.empty() ? "" : ",\n" + rest) + "}";
    }
    std::vector<uint8_t> glb(const std::string& rest) const {
        std::string text = json(rest, true);
        while (text.size() % 4 != 0) text += ' ';
        std::vector<uint8_t> binary = bytes, out;
        while (binary.size() % 4 != 0) binary.push_back(0);
        const auto word = [&out](size_t v) {
            for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<uint8_t>(v >> shift));
        };
        word(0x46546C67), word(2), word(12 + 8 + text.size() + 8 + binary.size());
        word(text.size()), word(0x4E4F534A);
        out.insert(out.end(), text.begin(), text.end());
        word(binary.size()), word(0x004E4942);
        out.insert(out.end(), binary.begin(), binary.end());
        return out;
    }

    std::vector<uint8_t> bytes;

private:
    size_t add(std::string& list, const std::string& item) {
        list += (list.empty() ? "" : ", ") + item;
        return &list == &views_ ? viewCount_++ : accessorCount_++;
    }
    std::string views_, accessors_;
    size_t viewCount_ = 0, accessorCount_ = 0;
};

inline Result<Model> loadGltfText(const std::string& text, const ModelOptions& options = {}) {
    MemoryFiles none;
    return loadGltf("test.gltf", {reinterpret_cast<const uint8_t*>(text.data()), text.size()}, none, options);
}

}  // namespace raypool::testing
