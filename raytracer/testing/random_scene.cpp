#include "raytracer/testing/random_scene.h"

#include <cmath>
#include <glm/geometric.hpp>
#include <random>

namespace raypool::testing {
namespace {

class Generator {
public:
    explicit Generator(uint32_t seed) : random_(seed) {}

    RandomScene make() {
        RandomScene out;
        SceneDesc& scene = out.desc;
        scene.width = 16 + below(40);
        scene.height = 12 + below(40);
        scene.classic.fov = between(30, 120);
        const double biases[] = {1e-13, 1e-13, 1e-6, 1e-3, 0, -1e-4, 0.5};
        scene.classic.shadowBias = biases[below(7)];
        scene.classic.maxDepth = chance(0.05) ? 0 : 1 + below(12);
        // Often so many that spheres are looked up in a hierarchy.
        const bool many = chance(0.25);
        const uint32_t count = many ? 20 + below(80) : 1 + below(7);
        largest_ = many ? 1 : 2.5;
        // Glass branches at every hit.
        glass_ = count > 10 || scene.classic.maxDepth > 8 ? 0.1 : 0.3;
        unbounded_ = below(5) == 0;
        for (uint32_t i = 0; i < 2; ++i) out.textures.push_back(texture());
        scene.classic.textures.resize(2);
        for (uint32_t i = 0; i < count; ++i) scene.classic.elements.push_back(element());
        const uint32_t lights = chance(0.05) ? 0 : 1 + below(4);
        for (uint32_t i = 0; i < lights; ++i) scene.classic.lights.push_back(light(scene));
        return out;
    }

private:
    // The standard's distributions differ from library to library; these don't.
    double unit() { return static_cast<double>(random_() >> 11) * 0x1p-53; }
    double between(double low, double high) { return low + (high - low) * unit(); }
    float betweenF(double low, double high) { return static_cast<float>(between(low, high)); }
    uint32_t below(uint32_t n) { return static_cast<uint32_t>(random_() % n); }
    bool chance(double probability) { return unit() < probability; }
    glm::dvec3 point(double near, double far) { return {between(-4, 4), between(-3, 3), -between(near, far)}; }
    glm::dvec3 direction() {
        // Axis-parallel ones meet the edge cases.
        glm::dvec3 d{between(-1, 1), between(-1, 1), between(-1, 1)};
        if (chance(0.4)) {
            const int axis = static_cast<int>(below(3));
            d = glm::dvec3(0);
            d[axis] = chance(0.5) ? 1 : -1;
        }
        return d * (1 / std::sqrt(glm::dot(d, d)));
    }
    Rgb color() {
        if (chance(0.3)) return {1, 1, 1};
        return {betweenF(0, 1), betweenF(0, 1), betweenF(0, 1)};
    }

    ClassicTexture texture() {
        ClassicTexture out{1 + below(7), 1 + below(7), {}};
        out.texels.resize(size_t{out.width} * out.height);
        for (auto& texel : out.texels) texel = color();
        return out;
    }

    ClassicMaterialDesc material() {
        ClassicMaterialDesc m;
        m.color = color();
        if (unbounded_ && chance(0.3)) m.color = {betweenF(-1, 3), betweenF(0, 3), betweenF(0, 3)};
        if (chance(0.3)) m.texture = static_cast<int32_t>(below(2));
        m.albedo = betweenF(0, 1);
        if (chance(glass_)) {
            const float indices[] = {1.5F, 1.33F, 2.4F, 1.0F, 0.7F};
            m.surface = ClassicSurface::kRefractive;
            m.index = indices[below(5)];
            m.transparency = chance(0.5) ? 1.0F : betweenF(0, unbounded_ ? 1.5 : 1);
        } else if (chance(0.4)) {
            const float reflectivities[] = {1, 0, 0.7F, 0.2F, 0.01F};
            m.surface = ClassicSurface::kReflective;
            m.reflectivity = unbounded_ ? betweenF(-0.5, 1.5) : reflectivities[below(5)];
        }
        return m;
    }

    ElementDesc element() {
        ElementDesc out;
        if (chance(0.8)) {
            SphereDesc sphere{chance(0.1) ? point(-3, 3) : point(2, 9), between(0.2, largest_)};
            if (chance(0.05)) sphere.radius = 0;
            if (chance(0.05)) sphere.radius = -sphere.radius;
            if (chance(0.05)) sphere.radius = between(5, 50);   // perhaps around the camera
            out.shape = sphere;
        } else {
            PlaneDesc plane{point(-6, 12), direction()};
            if (chance(0.5)) plane = {{0, -between(1, 4), 0}, {0, -1, 0}};
            out.shape = plane;
        }
        out.material = material();
        return out;
    }

    LightDesc light(const SceneDesc& scene) {
        LightDesc out;
        out.color = color();
        if (chance(0.6)) {
            // Beside the camera it lights what is seen.
            glm::dvec3 position = chance(0.5) ? point(-1, 1) : point(-10, 10);
            if (chance(0.2)) {
                const auto& host = scene.classic.elements[below(static_cast<uint32_t>(scene.classic.elements.size()))].shape;
                // Inside a sphere, in the middle of it, or in a plane.
                position = std::holds_alternative<SphereDesc>(host)
                               ? std::get<SphereDesc>(host).center + glm::dvec3(chance(0.5) ? 0 : 0.1)
                               : std::get<PlaneDesc>(host).origin;
            }
            out.kind = SphericalLightDesc{position};
            out.intensity = chance(0.1) ? 0 : betweenF(10, 20000);
        } else {
            out.kind = DirectionalLightDesc{direction()};
            out.intensity = chance(0.1) ? 0 : betweenF(0.1, 20);
        }
        if (unbounded_ && chance(0.2)) out.intensity = -out.intensity;
        return out;
    }

    std::mt19937_64 random_;   // the same everywhere
    double glass_ = 0, largest_ = 0;
    bool unbounded_ = false;
};

}  // namespace

RandomScene randomScene(uint32_t seed) { return Generator(seed).make(); }

}  // namespace raypool::testing
