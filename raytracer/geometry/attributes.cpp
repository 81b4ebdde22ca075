#include "raytracer/geometry/attributes.h"

#include "raytracer/geometry/triangle.h"

namespace raypool {

SurfaceCoordinates secondCoordinates(const Geometry& geometry, const Ray& ray, const Hit& hit) {
    const Object& object = geometry.objects[hit.object];
    SurfaceCoordinates out;
    if (object.shape != ShapeKind::kMesh || geometry.meshes[object.mesh].uvs2.empty()) return out;
    const Mesh& mesh = geometry.meshes[object.mesh];
    const uint32_t* i = mesh.indices.data() + size_t{hit.primitive} * 3;
    const vec2 a = mesh.uvs2[i[0]], b = mesh.uvs2[i[1]], c = mesh.uvs2[i[2]];
    out.uv = a * (1 - hit.u - hit.v) + b * hit.u + c * hit.v;
    const vec2 e1 = b - a, e2 = c - a;
    const float area = differenceOfProducts(e1.x, e2.y, e1.y, e2.x);
    if (area == 0) return out;
    const Affine toWorld = transformAt(geometry, object, ray.time).toWorld;
    const vec3 p1 = mesh.positions[i[1]] - mesh.positions[i[0]], p2 = mesh.positions[i[2]] - mesh.positions[i[0]];
    out.dpdu = toWorld.vector((p1 * e2.y - p2 * e1.y) / area);
    out.dpdv = toWorld.vector((p2 * e1.x - p1 * e2.x) / area);
    return out;
}

glm::vec4 vertexColorAt(const Geometry& geometry, const Hit& hit) {
    const Object& object = geometry.objects[hit.object];
    if (object.shape != ShapeKind::kMesh || geometry.meshes[object.mesh].colors.empty()) return glm::vec4(1);
    const Mesh& mesh = geometry.meshes[object.mesh];
    const uint32_t* i = mesh.indices.data() + size_t{hit.primitive} * 3;
    return mesh.colors[i[0]] * (1 - hit.u - hit.v) + mesh.colors[i[1]] * hit.u + mesh.colors[i[2]] * hit.v;
}

vec2 coordinatesAlong(vec3 dpdu, vec3 dpdv, vec3 w) {
    // w = u dpdu + v dpdv + what stands on the surface.
    const vec3 n = cross(dpdu, dpdv);
    const float n2 = length2(n);
    return n2 > 0 ? vec2(dot(cross(w, dpdv), n), dot(cross(dpdu, w), n)) / n2 : vec2(0);
}

}  // namespace raypool
