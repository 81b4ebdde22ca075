// Points on shapes, for light to come from: sampled as seen from another point, with the density per solid angle there.
#pragma once
#include <cstdint>

#include "raytracer/core/bounds.h"
#include "raytracer/core/transform.h"
#include "raytracer/core/vec.h"
#include "raytracer/geometry/object.h"
#include "raytracer/sampling/solid_angle.h"

namespace raypool {

struct Geometry;

enum class PlacedKind : uint8_t { kTriangle, kEllipsoid, kParallelogram, kEllipse, kTube };

/// One primitive of an object, as Hit::primitive counts them, where it is at one moment, in world space: what sampling needs.
struct PlacedShape {
    PlacedKind kind = PlacedKind::kTriangle;
    /// Its front is on the other side than the cross products of its edges or axes say: the transform mirrors.
    bool flips = false;
    float parameter = 0;      // ellipse: radius of the hole relative to the rim's
    /// Triangle: vertices t, x, y. Parallelogram: corner t, edges x and y. Ellipse: centre t, half axes x and y (conjugate,
    /// not always perpendicular). Ellipsoid: centre t, half axes x, y, z. Tube: centre t, radii x and y, length z.
    Affine frame;
    vec3 error{0};            // bound of the error of each coordinate of its corners
    RectangleAxes axes;       // of a parallelogram with right angles

    /// The geometric normal of its front, unit; of ellipsoid and tube at the point with object-space normal n.
    vec3 normal(vec3 n = vec3(0, 0, 1)) const;
    Bounds3 bounds() const;
    /// Exact for flat shapes and spheres, by quadrature for others (relative error below 1e-3 unless they are thin as needles).
    double area() const;
};

/// How many primitives an object has: triangles, 6 of a box, 3 of a capped cylinder, else 1; 0 for planes, which have no
/// finite area.
uint32_t samplablePrimitives(const Geometry& geometry, uint32_t object);

/// primitive < samplablePrimitives(); time in [0, 1] matters where the object moves.
PlacedShape placeShape(const Geometry& geometry, uint32_t object, uint32_t primitive, float time);
/// The same from the parts; `vertices` are the triangle's in object space, null for other shapes.
PlacedShape placeShape(const Object& object, const Transform& transform, uint32_t primitive, const vec3* vertices);

struct ShapeSample {
    vec3 p{0};
    vec3 pError{0};   // bound of each coordinate's error
    vec3 n{0};        // unit geometric normal of the front
    float pdf = 0;    // per solid angle at the reference point, > 0 and finite
};

/// A point of the shape, either side of it, as seen from `reference`; u in [0, 1)^2. Triangles and rectangles uniform in
/// solid angle where that is well conditioned, else uniform in area; spheres uniform in solid angle, also from inside;
/// the image of a sphere, disk or cylinder by the density of what it is the image of. False where there is none, which has
/// density 0: seen exactly edge on, no area.
bool sampleShape(const PlacedShape& shape, vec3 reference, vec2 u, ShapeSample& sample);
/// The density with which sampleShape finds the point p of the shape, where the front's normal is n.
float pdfShape(const PlacedShape& shape, vec3 reference, vec3 p, vec3 n);

}  // namespace raypool
