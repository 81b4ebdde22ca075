// The statements of a Wavefront OBJ file, before vertices are made of them.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "raytracer/core/result.h"
#include "raytracer/core/vec.h"

namespace raypool {

constexpr uint32_t kObjAbsent = ~0U;

/// Indices from 0, of a position, a texture coordinate, a normal; they sort in this order. The latter two may be
/// kObjAbsent.
using ObjCorner = std::array<uint32_t, 3>;

struct ObjFace {
    uint32_t firstCorner = 0;   // the last one's are in front of the next face's first
    uint32_t material = 0;
    uint32_t offset = 0;        // in the text, for messages
    uint32_t part = 0;
};

struct ObjStatements {
    std::vector<vec3> positions;
    std::vector<vec3> colors;            // of the positions, as in the file; empty: none has one, else -1 where one has none
    std::vector<vec3> normals;           // unit, or 0 where the file has no direction there
    std::vector<vec2> uvs;
    std::vector<ObjCorner> corners;      // not below 0, but maybe beyond the last element
    std::vector<ObjFace> faces;          // of three corners or more; behind them one that ends the last
    std::vector<std::string> materials;  // in order of first use, UTF-8; "" where no usemtl says another
    std::vector<std::string> libraries;
    std::vector<std::string> parts;      // names of `o` and `g` statements that have faces, in order of first use; "" before them
};

/// The names behind a "mtllib", UTF-8. They stand between blanks, and have blanks in them; so one ends at ".mtl" before a
/// blank.
std::vector<std::string> objLibraryNames(std::string_view line);

/// `text`: smaller than 4 GiB.
Result<ObjStatements> parseObj(std::string_view text);

}  // namespace raypool
