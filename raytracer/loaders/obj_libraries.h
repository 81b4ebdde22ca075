// Which files an OBJ model is made of besides itself.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "raytracer/loaders/mtl.h"

namespace raypool {

/// Without what follows a blank and a #: a comment, where it is not part of a name ("Material #25").
std::string_view withoutComment(std::string_view name);

/// Names under which a file may be found that another one names: as it is written, in lower case, and, since authors'
/// folders are often written down with it, the bare name beside the file that names it; best first.
std::vector<std::string> namesToTry(std::string_view file, std::string_view reference);

/// The material libraries that the text of an OBJ file names, each once.
std::vector<std::string> objLibraries(std::string_view text);

/// All pictures that a material has.
std::vector<const MtlMap*> mapsOf(const MtlMaterial& material);

}  // namespace raypool
