#include "raytracer/materials/energy_tables.h"

#include <algorithm>

#include "raytracer/materials/fresnel.h"

namespace raypool {
namespace {

struct Place {
    int node = 0;
    float t = 0;   // towards the next node
};

Place placeOf(float unit, int nodes) {
    const float x = clamp(unit, 0, 1) * static_cast<float>(nodes - 1);
    const int node = x < static_cast<float>(nodes - 1) ? static_cast<int>(x) : nodes - 2;
    return {node, x - static_cast<float>(node)};
}

Place cosinePlace(float cosine, float roughness) {
    const float s = 0.5F * roughness * roughness;
    return placeOf(cosine * (1 + s) / (cosine + s), kEnergyCosines);
}

// 1 / quarticRoot(kEnergyMaxEta) = (5 / 3)^(1/4).
constexpr float kInverseLast = 1.13621937F;

float quarticRoot(float eta) { return std::sqrt(std::sqrt((eta - 1) / (eta + 1))); }

float look(const BsdfTables::Plane& plane, Place r, Place c) {
    const auto& low = plane[static_cast<size_t>(r.node)];
    const auto& high = plane[static_cast<size_t>(r.node) + 1];
    const auto i = static_cast<size_t>(c.node);
    const auto along = [&](const auto& row) { return lerp(c.t, static_cast<float>(row[i]), static_cast<float>(row[i + 1])); };
    return lerp(r.t, along(low), along(high)) * (1.0F / 65535);
}

float look(const std::array<BsdfTables::Plane, kEnergyEtas>& table, Place e, Place r, Place c) {
    const auto i = static_cast<size_t>(e.node);
    return lerp(e.t, look(table[i], r, c), look(table[i + 1], r, c));
}

}  // namespace

float reflectorAlbedo(const BsdfTables& tables, float cosine, float roughness) {
    return look(tables.reflector, placeOf(roughness, kEnergyRoughnesses), cosinePlace(cosine, roughness));
}

float reflectorMeanAlbedo(const BsdfTables& tables, float roughness) {
    const Place r = placeOf(roughness, kEnergyRoughnesses);
    const auto i = static_cast<size_t>(r.node);
    return lerp(r.t, static_cast<float>(tables.reflectorMean[i]), static_cast<float>(tables.reflectorMean[i + 1])) * (1.0F / 65535);
}

DielectricAlbedo dielectricAlbedo(const BsdfTables& tables, float cosine, float roughness, float eta) {
    const bool inward = eta >= 1;
    const float ratio = inward ? eta : 1 / eta;
    const Place e = placeOf(quarticRoot(ratio) * kInverseLast, kEnergyEtas), r = placeOf(roughness, kEnergyRoughnesses),
                c = cosinePlace(cosine, roughness);
    const float smooth = fresnelDielectric(cosine, eta).reflectance;
    const float total = look(inward ? tables.inward : tables.outward, e, r, c);
    const float reflected = inward ? 2 * look(tables.share, e, r, c) * smooth : smooth;
    return {total, reflected < 1 ? reflected : 1};
}

float energyCosine(int node, float roughness) {
    const float u = static_cast<float>(node) / (kEnergyCosines - 1), s = 0.5F * roughness * roughness;
    // No direction lies exactly in the surface.
    return std::max(u * s / (1 + s - u), 1e-5F * s);
}
float energyRoughness(int node) { return static_cast<float>(node) / (kEnergyRoughnesses - 1); }
float energyEta(int node) {
    const float x = quarticRoot(kEnergyMaxEta) * static_cast<float>(node) / (kEnergyEtas - 1), q = x * x * x * x;
    return (1 + q) / (1 - q);
}

}  // namespace raypool
