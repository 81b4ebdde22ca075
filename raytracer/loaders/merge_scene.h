#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "raytracer/scene/native_desc.h"

namespace raypool {

/// Names of one section of a scene, which must differ there.
class NameSet {
public:
    void add(const std::string& name) { next_.try_emplace(name, 2); }
    /// The same name, or one with a number behind it that nobody has; from now on it is taken. Empty stays empty.
    std::string unique(const std::string& wanted);

private:
    std::unordered_map<std::string, size_t> next_;   // the number to be tried next
};

struct TakenNames {
    explicit TakenNames(const NativeDesc& scene);
    NameSet textures, materials, media, prototypes, files;
};

/// Moves objects, prototypes, materials, textures, media and embedded files of `part` into `scene`; indices shifted, names
/// made unique, all of them at `place`. Not its lights, camera, environment and settings. Returns the part's roots, by
/// their new indices.
std::vector<uint32_t> mergeScene(NativeDesc& scene, NativeDesc&& part, TakenNames& taken, const Place& place);

}  // namespace raypool
