#include "raytracer/testing/plain_port.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <limits>
#include <numbers>
#include <optional>

namespace raypool::testing {
namespace {

using glm::dvec3;
constexpr float kPi = std::numbers::pi_v<float>;

struct PlainRay {
    dvec3 origin, direction;
};

struct Port {
    const SceneDesc& scene;
    const std::vector<ClassicTexture>& textures;

    static dvec3 normalize(const dvec3& v) { return v * (1.0 / std::sqrt(glm::dot(v, v))); }

    static std::optional<double> intersect(const SphereDesc& s, const PlainRay& ray) {
        const dvec3 l = s.center - ray.origin;
        const double adj = glm::dot(l, ray.direction);
        const double d2 = glm::dot(l, l) - adj * adj;
        const double radius2 = s.radius * s.radius;
        if (d2 > radius2) return std::nullopt;
        const double thc = std::sqrt(radius2 - d2);
        const double t0 = adj - thc, t1 = adj + thc;
        if (t0 < 0 && t1 < 0) return std::nullopt;
        if (t0 < 0) return t1;
        if (t1 < 0) return t0;
        return t0 < t1 ? t0 : t1;
    }
    static std::optional<double> intersect(const PlaneDesc& p, const PlainRay& ray) {
        const double denom = glm::dot(p.normal, ray.direction);
        if (!(denom > 1e-6)) return std::nullopt;
        const double t = glm::dot(p.origin - ray.origin, p.normal) / denom;
        if (t >= 0) return t;
        return std::nullopt;
    }

    struct Nearest {
        double t;
        const ElementDesc* element;
    };
    std::optional<Nearest> trace(const PlainRay& ray) const {
        std::optional<Nearest> best;
        for (const auto& element : scene.classic.elements) {
            const auto* sphere = std::get_if<SphereDesc>(&element.shape);
            const auto t = sphere ? intersect(*sphere, ray) : intersect(*std::get_if<PlaneDesc>(&element.shape), ray);
            if (t && (!best || *t < best->t)) best = Nearest{*t, &element};
        }
        return best;
    }

    static dvec3 normalAt(const ElementDesc& e, const dvec3& point) {
        if (const auto* sphere = std::get_if<SphereDesc>(&e.shape)) return normalize(point - sphere->center);
        return -std::get_if<PlaneDesc>(&e.shape)->normal;
    }

    static int32_t toInt(float x) {
        if (std::isnan(x)) return 0;
        return static_cast<int32_t>(std::clamp(double{x}, -2147483648.0, 2147483647.0));
    }
    static uint32_t wrap(float coordinate, uint32_t bound) {
        const auto signedBound = static_cast<int32_t>(bound);
        const int32_t wrapped = toInt(coordinate * static_cast<float>(bound)) % signedBound;
        return static_cast<uint32_t>(wrapped < 0 ? wrapped + signedBound : wrapped);
    }
    Rgb colorAt(const ElementDesc& e, const dvec3& point) const {
        if (e.material.texture < 0) return e.material.color;
        float u = 0, v = 0;
        if (const auto* sphere = std::get_if<SphereDesc>(&e.shape)) {
            const dvec3 q = point - sphere->center;
            u = (1.0F + static_cast<float>(std::atan2(q.z, q.x)) / kPi) * 0.5F;
            v = static_cast<float>(std::acos(q.y / sphere->radius)) / kPi;
        } else {
            const auto& plane = *std::get_if<PlaneDesc>(&e.shape);
            const dvec3 normal = plane.normal;
            dvec3 x = glm::cross(normal, dvec3(0, 0, 1));
            if (glm::length(x) == 0) x = glm::cross(normal, dvec3(0, 1, 0));
            const dvec3 y = glm::cross(normal, x);
            const dvec3 q = point - plane.origin;
            u = static_cast<float>(glm::dot(q, x));
            v = static_cast<float>(glm::dot(q, y));
        }
        const auto& texture = textures[static_cast<size_t>(e.material.texture)];
        return texture.texels[size_t{wrap(v, texture.height)} * texture.width + wrap(u, texture.width)];
    }

    Rgb shadeDiffuse(const ElementDesc& e, const dvec3& point, const dvec3& normal) const {
        Rgb color;
        for (const auto& light : scene.classic.lights) {
            const auto* spherical = std::get_if<SphericalLightDesc>(&light.kind);
            const dvec3 toLight = spherical ? normalize(spherical->position - point)
                                            : -std::get_if<DirectionalLightDesc>(&light.kind)->direction;
            const auto shadow = trace({point + normal * scene.classic.shadowBias, toLight});
            const dvec3 way = spherical ? spherical->position - point : dvec3(0);
            const double distance = spherical ? glm::length(way) : std::numeric_limits<double>::infinity();
            const bool inLight = !shadow || shadow->t > distance;
            float intensity = 0;
            if (inLight) {
                intensity = light.intensity;
                if (spherical) intensity = light.intensity / (4.0F * kPi * static_cast<float>(glm::dot(way, way)));
            }
            const float power = std::fmax(static_cast<float>(glm::dot(normal, toLight)), 0.0F) * intensity;   // NaN: 0
            const float reflected = e.material.albedo / kPi;
            color = color + colorAt(e, point) * (light.color * power * reflected);
        }
        return saturate(color);
    }

    static double fresnel(const dvec3& incident, const dvec3& normal, float index) {
        const double cosine = glm::dot(incident, normal);
        double etaI = 1, etaT = double{index};
        if (cosine > 0) std::swap(etaI, etaT);
        const double sinT = etaI / etaT * std::sqrt(std::fmax(1 - cosine * cosine, 0));
        if (sinT > 1) return 1;
        const double cosT = std::sqrt(std::fmax(1 - sinT * sinT, 0));
        const double cosI = std::abs(cosT);   // the demo's fault
        const double rs = ((etaT * cosI) - (etaI * cosT)) / ((etaT * cosI) + (etaI * cosT));
        const double rp = ((etaI * cosI) - (etaT * cosT)) / ((etaI * cosI) + (etaT * cosT));
        return (rs * rs + rp * rp) / 2;
    }

    std::optional<PlainRay> transmission(const dvec3& normal, const dvec3& incident, const dvec3& point, float index) const {
        dvec3 n = normal;
        double etaT = double{index}, etaI = 1;
        double cosine = glm::dot(incident, normal);
        if (cosine < 0) {
            cosine = -cosine;
        } else {
            n = -normal;
            etaI = etaT;
            etaT = 1;
        }
        const double eta = etaI / etaT;
        const double k = 1 - (eta * eta) * (1 - cosine * cosine);
        if (k < 0) return std::nullopt;
        return PlainRay{point + n * -scene.classic.shadowBias, (incident + n * cosine) * eta - n * std::sqrt(k)};
    }

    Rgb cast(const PlainRay& ray, uint32_t depth) const {
        if (depth >= scene.classic.maxDepth) return {};
        const auto hit = trace(ray);
        if (!hit) return {};
        const ElementDesc& e = *hit->element;
        const dvec3 point = ray.origin + ray.direction * hit->t;
        const dvec3 normal = normalAt(e, point);
        const PlainRay mirrored{point + normal * scene.classic.shadowBias,
                           ray.direction - normal * (2 * glm::dot(ray.direction, normal))};
        const auto& m = e.material;
        switch (m.surface) {
            case ClassicSurface::kDiffuse: return shadeDiffuse(e, point, normal);
            case ClassicSurface::kReflective:
                return shadeDiffuse(e, point, normal) * (1.0F - m.reflectivity) +
                       cast(mirrored, depth + 1) * m.reflectivity;
            case ClassicSurface::kRefractive: {
                const auto kr = static_cast<float>(fresnel(ray.direction, normal, m.index));
                Rgb refraction;
                if (kr < 1.0F) {
                    if (const auto through = transmission(normal, ray.direction, point, m.index)) {
                        refraction = cast(*through, depth + 1);
                    }
                }
                const Rgb reflection = cast(mirrored, depth + 1);
                return (reflection * kr + refraction * (1.0F - kr)) * m.transparency * colorAt(e, point);
            }
        }
        return {};
    }

    static uint8_t toByte(float c) {
        const float value = std::pow(c, 1.0F / 2.2F) * 255.0F;
        if (!(value > 0)) return 0;
        return value >= 255.0F ? 255 : static_cast<uint8_t>(value);
    }
};

}  // namespace

std::vector<uint8_t> renderPlainPort(const SceneDesc& scene, const std::vector<ClassicTexture>& textures) {
    const Port port{scene, textures};
    std::vector<uint8_t> rgba(size_t{scene.width} * scene.height * 4);
    const double adjustment = std::tan(scene.classic.fov * (std::numbers::pi / 180) / 2);
    const double width = scene.width, height = scene.height;
    size_t i = 0;
    for (uint32_t y = 0; y < scene.height; ++y) {
        for (uint32_t x = 0; x < scene.width; ++x) {
            const double sx = ((((x + 0.5) / width) * 2 - 1) * (width / height)) * adjustment;
            const double sy = (1 - ((y + 0.5) / height) * 2) * adjustment;
            const Rgb c = port.cast({dvec3(0), Port::normalize({sx, sy, -1})}, 0);
            rgba[i++] = Port::toByte(c.r);
            rgba[i++] = Port::toByte(c.g);
            rgba[i++] = Port::toByte(c.b);
            rgba[i++] = 255;
        }
    }
    return rgba;
}

}  // namespace raypool::testing
