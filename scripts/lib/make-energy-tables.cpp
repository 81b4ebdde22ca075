// Writes raytracer/materials/energy_tables_data.cpp to standard output.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "raytracer/materials/energy_tables.h"
#include "raytracer/materials/fresnel.h"
#include "raytracer/materials/microfacet_albedo.h"

namespace {

using namespace raypool;

constexpr int kPoints = 1 << 15;

void number(double unit) { std::printf("%d, ", static_cast<int>(std::clamp(std::floor(unit * 65535 + 0.5), 0.0, 65535.0))); }

// Roughness 0 is never looked up (delta): its node continues the row of the smallest roughness that is.
float alphaAt(int node) { return sqr(std::max(energyRoughness(node), 0.02F)); }

vec3 directionAt(int cosineNode, int roughnessNode) {
    const float c = std::min(energyCosine(cosineNode, std::sqrt(alphaAt(roughnessNode))), 1.0F);
    return {std::sqrt((1 - c) * (1 + c)), 0, c};
}

template <class Value>
void plane(Value value) {
    std::printf("    {{\n");
    for (int r = 0; r < kEnergyRoughnesses; ++r) {
        std::printf("        {{");
        for (int c = 0; c < kEnergyCosines; ++c) number(value(directionAt(c, r), alphaAt(r)));
        std::printf("}},\n");
    }
    std::printf("    }},\n");
}

template <class Value>
void planes(Value value) {
    std::printf("    {{\n");
    for (int e = 0; e < kEnergyEtas; ++e) {
        const float eta = std::max(energyEta(e), 1.0001F);
        plane([&](vec3 wo, float alpha) { return value(wo, alpha, eta); });
    }
    std::printf("    }},\n");
}

}  // namespace

int main() {
    std::printf("// Made by scripts/make-energy-tables; do not edit.\n"
                "#include \"raytracer/materials/energy_tables.h\"\n\n"
                "namespace raypool {\n\n"
                "const BsdfTables& bsdfTables() {\n"
                "static constexpr BsdfTables tables{\n");
    plane([](vec3 wo, float a) { return double{microfacetAlbedo(wo, a, a, 0, kPoints).reflected}; });
    std::printf("    {{");
    for (int r = 0; r < kEnergyRoughnesses; ++r) {
        const float a = alphaAt(r);
        double sum = 0;
        constexpr int n = 256;
        for (int i = 0; i < n; ++i) {
            const float c = (static_cast<float>(i) + 0.5F) / n;
            sum += 2 * double{c} / n * double{microfacetAlbedo({std::sqrt((1 - c) * (1 + c)), 0, c}, a, a, 0, kPoints).reflected};
        }
        number(sum);
    }
    std::printf("}},\n");
    const auto total = [](vec3 wo, float a, float eta) {
        const MicrofacetAlbedo albedo = microfacetAlbedo(wo, a, a, eta, kPoints);
        return double{albedo.reflected} + double{albedo.transmitted};
    };
    planes(total);
    planes([&](vec3 wo, float a, float eta) { return total(wo, a, 1 / eta); });
    planes([](vec3 wo, float a, float eta) {
        const MicrofacetAlbedo albedo = microfacetAlbedo(wo, a, a, eta, kPoints);
        const double both = double{albedo.reflected} + double{albedo.transmitted};
        return double{albedo.reflected} / both / double{fresnelDielectric(wo.z, eta).reflectance} / 2;
    });
    std::printf("};\nreturn tables;\n}\n\n}  // namespace raypool\n");
    return 0;
}
