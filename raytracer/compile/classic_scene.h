// A scene of the 2018 demo, flat and immutable, laid out for the classic integrator.
#pragma once
#include <cstdint>
#include <glm/vec3.hpp>
#include <vector>

#include "raytracer/core/rgb.h"

namespace raypool {

/// Pictures as the demo samples them: linear texels, nearest look-up, wrapped, row 0 at the top.
struct ClassicTexture {
    uint32_t width = 0, height = 0;
    std::vector<Rgb> texels;
};

struct ClassicScene {
    enum class Surface : uint8_t { kDiffuse, kReflective, kRefractive };

    /// What a ray can hit, in the order of the scene's text.
    struct Element {
        glm::dvec3 position{0};        // centre, or the plane's origin
        glm::dvec3 normal{0};          // planes: shading normal (against the JSON's one); unused for spheres
        double radius = 0;             // spheres
        bool isSphere = false;
        Surface surface = Surface::kDiffuse;
        int32_t texture = -1;
        Rgb color;
        float diffuse = 0;             // albedo / pi
        float reflectivity = 0;
        float transparency = 0;
        double index = 1;
        float maxGain = 1;             // glass: no more of what comes through is left in any channel
        float krOutside = 0, krInside = 0;   // the demo's Fresnel factor where nothing is totally reflected
        glm::dvec3 axisU{0}, axisV{0};       // planes: texture axes
    };

    struct Sphere {
        glm::dvec3 center;
        double radius2;
        double element;                // index as a double: it travels through the same registers as the distances
    };
    struct Plane {
        glm::dvec3 origin, normal;     // the JSON's normal: visible to rays that run along it
        double element;
    };

    /// A light; those of no intensity are left out.
    struct Light {
        glm::dvec3 v;                  // position, or direction to the light
        bool directional;
        Rgb color;
        float intensity;
    };

    /// An element that may stand between a receiver and a light.
    struct Occluder {
        glm::dvec3 position;           // centre, or the plane's origin
        double radius2;                // spheres; planes: < 0
        glm::dvec3 axis;               // spheres: unit direction from the light to the centre; planes: the JSON's normal
        double minCosine;              // spheres: rays from the light at a smaller cosine to the axis pass it by
    };
    struct OccluderRange {
        uint32_t begin = 0, end = 0;
    };

    /// A box around spheres; for scenes of many.
    struct BvhNode {
        glm::dvec3 low, high;
        uint32_t first;                // leaf: first sphere; else first of two children
        uint16_t count;                // leaf: spheres; else 0
        uint16_t axis;                 // along which the children are sorted
    };
    static constexpr int kMaxBvhDepth = 80;   // each child has at most three quarters of its parent's spheres

    uint32_t width = 0, height = 0;
    double tanHalfFov = 1;
    double shadowBias = 0;
    uint32_t maxDepth = 0;
    /// Every material keeps radiance within [0, 1], so that what a chain of weight w may still add is at most w.
    bool bounded = false;

    std::vector<Element> elements;
    std::vector<Sphere> spheres;
    std::vector<Plane> planes;
    std::vector<Light> lights;
    std::vector<BvhNode> bvh;            // empty: every sphere is tested
    std::vector<Occluder> occluders;     // with a bvh: planes only
    std::vector<OccluderRange> occluderRanges;   // [element * lights.size() + light]; with a bvh: [light]
    std::vector<ClassicTexture> textures;
};

/// Deepest chain of rays that is followed: the stack for it is allocated beforehand, for every thread.
constexpr uint32_t kMaxClassicDepth = 65536;

}  // namespace raypool
