// What the lights of a scene are: plain data, from which a LightSet is built.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "raytracer/core/rgb.h"
#include "raytracer/core/transform.h"
#include "raytracer/core/vec.h"
#include "raytracer/geometry/object.h"
#include "raytracer/image/image.h"

namespace raypool {

/// An object that emits light in all directions of its front side: the same radiance from all its points, or, where a
/// texture says it, that on average.
struct AreaLightDesc {
    uint32_t object = 0;
    /// Of a mesh, only the triangles whose entry in Mesh::surfaceOfTriangle this is (0 where the mesh has none); kNone: all.
    uint32_t surface = kNone;
    Rgb radiance{1, 1, 1};        // W / (m^2 sr)
    bool twoSided = false;        // else from the side of the geometric normal alone
    /// Of each primitive, how bright it is on average, over `radiance`; empty: all alike. Those of 0 are never sampled.
    std::vector<float> shares{};
};

enum class PunctualKind : uint8_t { kPoint, kSpot, kDirectional };

/// Lights without extent; directional ones may have an angular one. Terms as in glTF's KHR_lights_punctual.
struct PunctualDesc {
    PunctualKind kind = PunctualKind::kPoint;
    vec3 position{0};             // point, spot
    vec3 direction{0, -1, 0};     // spot, directional: where the light goes; any length but 0
    Rgb intensity{1, 1, 1};       // point, spot: W / sr. Directional: irradiance on a surface that faces it, W / m^2
    float innerAngle = 0;         // spot: radians from the axis to where the falloff starts,
    float outerAngle = kPi / 4;   // and to where it ends; 0 <= inner < outer <= pi
    /// Directional: of the disk in the sky, radians, [0, pi]; 0: all light comes from one direction. A light with an extent
    /// is seen by rays that leave the scene.
    float angularDiameter = 0;
};

enum class EnvironmentKind : uint8_t {
    kBlack,
    kConstant,   // `radiance` from everywhere
    kGradient,   // `horizon` to `zenith` linear in the elevation's angle; `ground` below
    kSky,        // of a clear day, see sky.h
    kImage,      // equirectangular
};

/// Light from infinitely far away. Directions d of the environment's own space: y up; an image shows d at
/// u = 0.5 + atan2(d.z, d.x) / (2 pi), v = acos(d.y) / pi from the top row, bilinear, going around in u.
struct EnvironmentLightDesc {
    EnvironmentKind kind = EnvironmentKind::kBlack;
    Rgb radiance{1, 1, 1};        // W / (m^2 sr) of a constant one; a factor of all others
    /// From the environment's space to the world: a rotation (columns orthonormal), perhaps with a reflection.
    vec3 rotationX{1, 0, 0}, rotationY{0, 1, 0}, rotationZ{0, 0, 1};

    Rgb zenith{0.2F, 0.4F, 0.9F}, horizon{0.9F, 0.9F, 0.9F}, ground{0.2F, 0.2F, 0.2F};

    vec3 sunDirection{0.5F, 0.7F, 0.5F};     // towards the sun, in the environment's space; any length but 0
    float turbidity = 2;                     // 1: air without haze, 2 clear, 3 hazy, 10 very hazy; in [1, 30]
    Rgb groundAlbedo{0.3F, 0.3F, 0.3F};
    float sunAngularDiameter = radians(0.533F);   // of the disk, which keeps its irradiance; > 0
    bool sunDisk = true;                     // false: the sky's light alone

    /// Samples only what is brighter than the mean, and that by how much it is: less noise where scattered rays are followed,
    /// too, and weighted by both densities (Karlik et al. 2019, "MIS Compensation"). Wrong for estimates by light samples
    /// alone: what is darker is never sampled, its density is 0.
    bool misCompensation = false;

    std::shared_ptr<const ImageF> image;     // 1, 3 or 4 channels (the fourth is ignored), linear Rec. 709
};

/// How a light is chosen for a point.
enum class LightSelection : uint8_t {
    kTree,      // by an estimate of what it contributes there
    kPower,     // by its power
    kUniform,   // all alike
};

struct LightSetDesc {
    std::vector<AreaLightDesc> areas;          // at most one for an object, or for a surface of a mesh
    std::vector<PunctualDesc> punctuals;
    EnvironmentLightDesc environment;
    LightSelection selection = LightSelection::kTree;
};

}  // namespace raypool
