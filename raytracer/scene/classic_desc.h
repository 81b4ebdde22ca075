// What the text of a scene of the 2018 demo says.
#pragma once
#include <cstdint>
#include <glm/vec3.hpp>
#include <string>
#include <variant>
#include <vector>

#include "raytracer/core/result.h"
#include "raytracer/core/rgb.h"

namespace raypool {

struct AssetDesc {
    std::string path;    // as it stands in the scene's text
    Diagnostic place;    // where it is named first; without a message
};

/// Surface models of the 2018 demo.
enum class ClassicSurface : uint8_t { kDiffuse, kReflective, kRefractive };

struct ClassicMaterialDesc {
    Rgb color{1, 1, 1};
    int32_t texture = -1;        // index into ClassicDesc::textures, instead of the colour; -1: none
    float albedo = 0;
    ClassicSurface surface = ClassicSurface::kDiffuse;
    float reflectivity = 0;      // kReflective
    float index = 1;             // kRefractive: index of refraction
    float transparency = 1;      // kRefractive
};

struct SphereDesc {
    glm::dvec3 center{0};
    double radius = 1;
};

/// Infinite, visible only along `normal`, which points away from the side that is seen.
struct PlaneDesc {
    glm::dvec3 origin{0};
    glm::dvec3 normal{0, -1, 0};   // unit length
};

struct ElementDesc {
    std::variant<SphereDesc, PlaneDesc> shape;
    ClassicMaterialDesc material;
};

struct SphericalLightDesc {
    glm::dvec3 position{0};
};

struct DirectionalLightDesc {
    glm::dvec3 direction{0, -1, 0};   // the way the light goes, unit length
};

struct LightDesc {
    std::variant<SphericalLightDesc, DirectionalLightDesc> kind;
    Rgb color{1, 1, 1};
    float intensity = 1;
};

struct ClassicDesc {
    double fov = 90;             // vertical field of view, degrees; the camera stands at 0 and looks along -z
    double shadowBias = 1e-13;   // length
    uint32_t maxDepth = 10;      // rays in a chain; 0: black
    std::vector<ElementDesc> elements;
    std::vector<LightDesc> lights;
    std::vector<AssetDesc> textures;
};

}  // namespace raypool
