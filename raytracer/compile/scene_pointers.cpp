#include "raytracer/compile/scene_pointers.h"

#include "raytracer/scene/native_desc.h"

namespace raypool {

ScenePointers::ScenePointers(const NativeDesc& scene) {
    objects_.reserve(scene.objects.size());
    for (const auto& object : scene.objects) objects_.push_back(indexOf(object.place.at.pointer));
    materials_.reserve(scene.materials.size());
    for (const auto& material : scene.materials) materials_.push_back(indexOf(material.place.at.pointer));
}

/// The parts of a model follow each other and share one text.
uint32_t ScenePointers::indexOf(const std::string& text) {
    if (texts_.empty() || texts_.back() != text) texts_.push_back(text);
    return static_cast<uint32_t>(texts_.size() - 1);
}

const std::string& ScenePointers::textOf(const std::vector<uint32_t>& of, uint32_t id) const {
    static const std::string none;
    return id < of.size() ? texts_[of[id]] : none;
}

std::vector<bool> ScenePointers::objectsWithin(std::string_view pointer) const {
    std::vector<bool> within(texts_.size()), out(objects_.size());
    for (size_t i = 0; i < texts_.size(); ++i) {
        const std::string_view text = texts_[i];
        within[i] = text.starts_with(pointer) && (text.size() == pointer.size() || text[pointer.size()] == '/');
    }
    for (size_t i = 0; i < objects_.size(); ++i) out[i] = within[objects_[i]];
    return out;
}

size_t ScenePointers::memoryBytes() const {
    size_t bytes = (objects_.size() + materials_.size()) * sizeof(uint32_t);
    for (const auto& text : texts_) bytes += sizeof text + text.capacity();
    return bytes;
}

}  // namespace raypool
