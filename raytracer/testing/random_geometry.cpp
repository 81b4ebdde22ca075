#include "raytracer/testing/random_geometry.h"

#include "raytracer/core/elementary.h"

namespace raypool::testing {

float uniform(Pcg32& random, float low, float high) { return lerp(random.nextFloat(), low, high); }

vec3 uniformPoint(Pcg32& random, vec3 low, vec3 high) {
    const float x = uniform(random, low.x, high.x), y = uniform(random, low.y, high.y);
    return {x, y, uniform(random, low.z, high.z)};
}

vec3 uniformDirection(Pcg32& random) {
    const float z = uniform(random, -1, 1), r = safeSqrt(1 - z * z);
    const SinCos a = sinCos(uniform(random, 0, kTwoPi));
    return {r * a.cos, r * a.sin, z};
}

namespace {

void add(Mesh& mesh, vec3 a, vec3 b, vec3 c) {
    for (const vec3 p : {a, b, c}) {
        mesh.indices.push_back(static_cast<uint32_t>(mesh.positions.size()));
        mesh.positions.push_back(p);
    }
}

Affine64 randomPlacement(Pcg32& random) {
    const auto direction = [&] { return dvec3(uniformDirection(random)); };
    // Stretched and sheared; mirrored half the time.
    Affine64 m{direction() * 0.5, direction() * 0.7, direction() * 0.9, dvec3(uniformPoint(random, vec3(-3), vec3(3)))};
    if (std::fabs(m.determinant()) < 0.02) m.x = dvec3(0.4, 0, 0), m.y = dvec3(0, -0.5, 0.1), m.z = dvec3(0, 0, 0.6);
    return m;
}

}  // namespace

Mesh manyTriangles(int count, uint64_t seed) {
    Pcg32 random(seed);
    Mesh mesh;
    const float size = 1 / std::sqrt(static_cast<float>(count));
    for (int i = 0; i < count; ++i) {
        const vec3 p = uniformPoint(random, vec3(-1), vec3(1));
        const vec3 q = p + uniformDirection(random) * size, r = p + uniformDirection(random) * size;   // in this order on every compiler
        add(mesh, p, q, r);
    }
    return mesh;
}

Mesh randomSoup(uint32_t kind) {
    Pcg32 random(kind + 100);
    Mesh mesh;
    const auto point = [&](float size) { return uniformPoint(random, vec3(-size), vec3(size)); };
    const auto soup = [&](int count, float size, vec3 at) {
        for (int i = 0; i < count; ++i) {
            const vec3 p = at + point(1);
            add(mesh, p + point(size), p + point(size), p + point(size));
        }
    };
    switch (kind) {
        case 0: break;
        case 1: soup(1, 1, vec3(0)); break;
        case 2: soup(2, 1, vec3(0)); break;
        case 3: soup(5, 1, vec3(0)); break;
        case 4: soup(400, 0.2F, vec3(0)); break;
        case 5:   // slivers
            for (int i = 0; i < 300; ++i) {
                const vec3 p = point(1), q = point(1);
                add(mesh, p, q, lerp(random.nextFloat(), 0, 1) * (q - p) + p + point(1e-4F));
            }
            break;
        case 6:   // the same one many times
            for (int i = 0; i < 150; ++i) add(mesh, {-1, -1, 0.1F}, {1, -1, 0.2F}, {0, 1, 0.3F});
            break;
        case 7:   // the same few, many times, among others
            soup(60, 0.3F, vec3(0));
            for (int round = 0; round < 3; ++round) {
                for (size_t i = 0; i < 180; ++i) mesh.indices.push_back(mesh.indices[i]);
            }
            break;
        case 8:   // huge and small
            soup(20, 100, vec3(0));
            soup(300, 0.01F, vec3(0));
            break;
        case 9:   // without area, among others
            soup(200, 0.2F, vec3(0));
            for (int i = 0; i < 100; ++i) {
                const vec3 p = point(1), q = point(1);
                add(mesh, p, p, p);
                add(mesh, p, q, p);
                add(mesh, p, q, p + (q - p) * 2.0F);
            }
            break;
        case 10:   // all without area
            for (int i = 0; i < 50; ++i) add(mesh, vec3(1), vec3(1), point(1));
            break;
        case 11:   // a flat grid in a plane of the axes
            for (int i = 0; i < 16; ++i) {
                for (int j = 0; j < 16; ++j) {
                    const vec3 p(static_cast<float>(i) / 8 - 1, 0, static_cast<float>(j) / 8 - 1);
                    add(mesh, p, p + vec3(0.125F, 0, 0), p + vec3(0, 0, 0.125F));
                    add(mesh, p + vec3(0.125F, 0, 0.125F), p + vec3(0, 0, 0.125F), p + vec3(0.125F, 0, 0));
                }
            }
            break;
        case 12:   // stairs
            for (int i = 0; i < 150; ++i) {
                const float x = static_cast<float>(i) / 75 - 1;
                add(mesh, {x, x, -1}, {x + 0.02F, x, -1}, {x, x, 1});
                add(mesh, {x, x, -1}, {x, x + 0.02F, 1}, {x, x, 1});
            }
            break;
        case 13: soup(300, 0.2F, {1e4F, -2e4F, 500}); break;
        case 14: soup(300, 0.2F, vec3(1e6F)); break;
        case 15:   // small as a whole
            soup(300, 0.2F, vec3(0));
            for (vec3& p : mesh.positions) p *= 1e-5F;
            break;
        case 16:   // a chain, each ten times the size of the last: as deep a tree as can be
            for (int i = 0; i < 36; ++i) {
                const float s = static_cast<float>(std::pow(2.0, i - 18));
                for (int k = 0; k < 6; ++k) add(mesh, vec3(s) + point(0.2F * s), vec3(s) + point(0.2F * s), vec3(s) + point(0.2F * s));
            }
            break;
        case 17:   // needles through one point
            for (int i = 0; i < 200; ++i) add(mesh, point(1e-3F), uniformDirection(random), point(1e-3F));
            break;
        case 18:   // sheets close together
            for (int i = 0; i < 200; ++i) {
                const float z = static_cast<float>(i) * 1e-6F;
                add(mesh, {-1, -1, z}, {1, -1, z}, {0, 1, z});
            }
            break;
        default: soup(1000, 0.05F, vec3(0)); break;
    }
    return mesh;
}

Geometry randomGeometry(uint64_t seed) {
    Pcg32 random(seed);
    Geometry out;
    out.meshes = {manyTriangles(120, seed), randomSoup(3), Mesh{}};
    out.transforms.resize(1);
    for (int i = 0; i < 10; ++i) out.transforms.emplace_back(randomPlacement(random));
    for (int i = 0; i < 3; ++i) {
        const Affine64 a = randomPlacement(random);
        Affine64 b = a;
        b.t += dvec3(uniformPoint(random, vec3(-1), vec3(1)));
        const SinCos turn = sinCos(uniform(random, 0.2F, 1.2F));
        const Affine64 rotation{{turn.cos, turn.sin, 0}, {-turn.sin, turn.cos, 0}, {0, 0, 1}, dvec3(0)};
        const dvec3 t = b.t;
        b = rotation * b;
        b.t = t;
        out.motions.emplace_back(std::vector<std::pair<float, Affine64>>{{0.0F, a}, {1.0F, b}});
    }
    for (uint32_t i = 0; i < 60; ++i) {
        Object o;
        o.shape = static_cast<ShapeKind>(i % 6);
        o.mask = i % 5 == 0 ? uint8_t{kCameraRays | kIndirectRays} : uint8_t{kAllRays};
        o.parameter = o.shape == ShapeKind::kDisk && i % 12 == 3 ? 0.4F : (o.shape == ShapeKind::kCylinder && i % 12 == 5 ? 1.0F : 0.0F);
        o.mesh = o.shape == ShapeKind::kMesh ? random.next() % 3 : kNone;
        o.transform = random.next() % static_cast<uint32_t>(out.transforms.size());
        if (i % 7 == 0) o.motion = random.next() % 3;
        out.objects.push_back(o);
    }
    out.objects.push_back({.shape = ShapeKind::kPlane, .transform = 1});
    out.objects.push_back({.shape = ShapeKind::kPlane, .mask = kShadowRays, .transform = 2});
    return out;
}

Ray randomRay(Pcg32& random, const Bounds3& bounds, const Geometry& geometry) {
    const vec3 low = bounds.isEmpty() ? vec3(-1) : bounds.low, high = bounds.isEmpty() ? vec3(1) : bounds.high;
    const vec3 size = high - low;
    Ray ray;
    ray.o = uniformPoint(random, low - size, high + size);
    vec3 target = uniformPoint(random, low, high);
    const uint32_t kind = random.next() % 10;
    if (!geometry.meshes.empty() && !geometry.meshes[0].positions.empty() && kind < 4) {
        const Mesh& mesh = geometry.meshes[0];
        const size_t triangle = random.next() % mesh.triangleCount();
        vec3 p(0);
        const float u = random.nextFloat(), v = (1 - u) * random.nextFloat();
        const float weights[3] = {1 - u - v, u, v};
        for (size_t k = 0; k < 3; ++k) p += mesh.positions[mesh.indices[triangle * 3 + k]] * weights[k];
        target = kind == 0 ? mesh.positions[mesh.indices[triangle * 3]] : p;
    }
    ray.d = target - ray.o;
    if (kind == 4 || !(length2(ray.d) > 0)) ray.d = {random.next() % 2 == 0 ? 1.0F : -1.0F, 0, 0};
    if (kind == 5) ray.d = {0, random.next() % 2 == 0 ? 1.0F : -1.0F, 0}, ray.o.z = target.z, ray.o.x = target.x;
    ray.d = normalize(ray.d);
    if (kind == 6) ray.tMax = length(size);
    if (kind == 7) ray.tMin = length(size) * 0.5F;
    ray.time = random.nextFloat();
    return ray;
}

}  // namespace raypool::testing
