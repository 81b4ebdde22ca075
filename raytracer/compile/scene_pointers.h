// Where in a scene's text its objects and materials stand, for those who ask what is seen at a pixel.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace raypool {

struct NativeDesc;

/// JSON pointers (RFC 6901) of objects and materials. What came out of a model's file has the pointer of the object that
/// names the file; materials without a place, such as the default one, have none.
class ScenePointers {
public:
    ScenePointers() = default;
    /// Of a scene whose models are expanded.
    explicit ScenePointers(const NativeDesc& scene);

    /// `id`: index in the scene's description, as Surface::objectId has it. Empty: unknown.
    const std::string& ofObject(uint32_t id) const { return textOf(objects_, id); }
    const std::string& ofMaterial(uint32_t id) const { return textOf(materials_, id); }
    /// By object: does it stand at the pointer, or within what stands there?
    std::vector<bool> objectsWithin(std::string_view pointer) const;
    size_t memoryBytes() const;

private:
    const std::string& textOf(const std::vector<uint32_t>& of, uint32_t id) const;
    uint32_t indexOf(const std::string& text);

    std::vector<std::string> texts_;
    std::vector<uint32_t> objects_, materials_;   // indices into texts_
};

}  // namespace raypool
