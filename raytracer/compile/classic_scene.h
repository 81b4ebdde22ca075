// A scene of the 2018 demo, flat and immutable, laid out for the classic integrator: spheres, planes and lights stand in
// pairs, one a lane, because the WebAssembly vector holds two doubles.
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
        float krOutside = 0, krInside = 0;   // the demo's Fresnel factor where nothing is totally reflected
        glm::dvec3 axisU{0}, axisV{0};       // planes: texture axes
    };

    /// Two spheres; an unused lane has radius2 < 0 and is never hit.
    struct SpherePair {
        double cx[2], cy[2], cz[2], radius2[2];
        double element[2];             // index as a double: it travels through the same lanes as the distances
    };

    /// Two planes with the JSON's normal; an unused lane has normal 0 and is never hit.
    struct PlanePair {
        double ox[2], oy[2], oz[2], nx[2], ny[2], nz[2];
        double element[2];
    };

    /// Two lights, in the order of the scene's text; those of no intensity are left out.
    struct LightPair {
        double x[2], y[2], z[2];       // position, or direction to the light
        double directional[2];         // 1 or 0
        Rgb color[2];
        float intensity[2];
        bool anyDirectional;
        bool used[2];
    };

    /// An element that may stand between a receiver and a pair of lights.
    struct Occluder {
        double x, y, z;                // centre, or the plane's origin
        double nx, ny, nz;             // planes: the JSON's normal
        double radius2;                // spheres; planes: < 0
    };
    struct OccluderRange {
        uint32_t begin = 0, end = 0;
    };

    uint32_t width = 0, height = 0;
    double tanHalfFov = 1;
    double shadowBias = 0;
    uint32_t maxDepth = 0;
    /// Every material keeps radiance within [0, 1], so that what a chain of weight w may still add is at most w.
    bool bounded = false;

    std::vector<Element> elements;
    std::vector<SpherePair> spheres;
    std::vector<PlanePair> planes;
    std::vector<LightPair> lights;
    std::vector<Occluder> occluders;
    std::vector<OccluderRange> occluderRanges;   // [element * lights.size() + light pair]
    std::vector<ClassicTexture> textures;
};

/// Deepest chain of rays that is followed: the stack for it is allocated beforehand, for every thread.
constexpr uint32_t kMaxClassicDepth = 65536;

}  // namespace raypool
