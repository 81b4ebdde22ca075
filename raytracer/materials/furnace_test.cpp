// White furnace: under white light from everywhere, what absorbs nothing looks white, from every side.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <ostream>
#include <span>

#include "raytracer/materials/bsdf_cases_test.h"
#include "raytracer/materials/fresnel.h"
#include "raytracer/materials/microfacet_albedo.h"
#include "raytracer/testing/effort.h"
#include "raytracer/testing/pictures.h"

namespace raypool {
namespace {

using testing::drawAt;
using testing::directionAt;
using testing::effort;

constexpr std::array kCosines{1.0F, 0.7F, 0.3F, 0.1F, 0.03F};
constexpr std::array kRoughnesses{0.0F, 0.05F, 0.1F, 0.3F, 0.6F, 1.0F};
constexpr std::array kEtas{1.01F, 1.33F, 1.5F, 2.4F, 1 / 1.33F, 1 / 1.5F, 1 / 2.4F};
constexpr float kAzimuth = 0.5F;
/// From the tangent, along which anisotropic facets are stretched, to across it.
constexpr std::array kAzimuths{0.0F, kAzimuth, 1.0F, 1.5F};

/// Mean weight of samples.
double sampledAlbedo(const Bsdf& bsdf, vec3 wo, int samples) {
    double sum = 0;
    for (int i = 0; i < samples; ++i) {
        BsdfSample s;
        const testing::Draw d = drawAt(i);
        if (sample(bsdf, wo, d.uLobe, d.u, s)) sum += double{average(s.weight)};
    }
    return sum / samples;
}

/// Integral of the value over all directions, without sampling.
double integratedAlbedo(const Bsdf& bsdf, vec3 wo, float alpha, float eta) {
    return testing::integrateAroundLobes(wo, alpha, eta, effort(200, 120), effort(96, 64),
                                         [&](vec3 wi) { return double{average(evaluate(bsdf, wo, wi).value)}; });
}

/// The whole grid of one material: what is typical and what is worst.
struct Furnace {
    std::vector<double> errors;
    double worst = 0;
    std::string where;

    void add(double albedo, const std::string& what) {
        const double error = std::fabs(albedo - 1);
        errors.push_back(error);
        if (error > worst) {
            worst = error;
            where = what;
        }
    }
    double median() const {
        std::vector<double> sorted = errors;
        std::nth_element(sorted.begin(), sorted.begin() + static_cast<ptrdiff_t>(sorted.size() / 2), sorted.end());
        return sorted[sorted.size() / 2];
    }
    double share(double below) const {
        const auto good = std::count_if(errors.begin(), errors.end(), [&](double e) { return e <= below; });
        return static_cast<double>(good) / static_cast<double>(errors.size());
    }
};
std::ostream& operator<<(std::ostream& out, const Furnace& f) {
    return out << f.errors.size() << " places, median " << f.median() << ", " << f.share(0.005) * 100 << " % within 0.005; worst " << f.worst << " at "
               << f.where;
}
/// The table of docs/materials.md.
void report(const char* name, const Furnace& furnace) {
    std::ostringstream text;
    text << furnace;
    std::printf("[ furnace  ] %s: %s\n", name, text.str().c_str());
    ::testing::Test::RecordProperty("furnace", text.str());
}

std::string describe(float eta, float roughness, float anisotropy, float cosine, float azimuth = kAzimuth) {
    std::ostringstream text;
    text << "eta " << eta << " roughness " << roughness << " anisotropy " << anisotropy << " cosine " << cosine;
    if (azimuth != kAzimuth) text << " azimuth " << azimuth;
    return text.str();
}

std::span<const float> azimuthsFor(float anisotropy) { return anisotropy > 0 ? std::span<const float>(kAzimuths) : std::span<const float>(&kAzimuth, 1); }

Bsdf bsdfOf(const Material& m, vec3 wo, bool front = true) { return makeBsdf(m, bsdfTables(), wo, front, 1); }

TEST(Furnace, diffuse) {
    Furnace furnace;
    for (const float roughness : kRoughnesses) {
        for (const float c : kCosines) {
            const vec3 wo = directionAt(c, kAzimuth);
            const Bsdf bsdf = bsdfOf(testing::diffuseMaterial(roughness), wo);
            const double sampled = sampledAlbedo(bsdf, wo, 4096);
            furnace.add(sampled, describe(1, roughness, 0, c));
            EXPECT_NEAR(sampled, integratedAlbedo(bsdf, wo, 1, 1.5F), 0.004) << roughness << " " << c;
        }
    }
    EXPECT_LE(furnace.worst, 0.002) << furnace;
    report("diffuse", furnace);
}

TEST(Furnace, conductor) {
    Furnace furnace;
    for (const float anisotropy : {0.0F, 0.3F, 0.8F}) {
        for (const float roughness : kRoughnesses) {
            for (const float c : kCosines) {
                for (const float azimuth : azimuthsFor(anisotropy)) {
                    const vec3 wo = directionAt(c, azimuth);
                    furnace.add(sampledAlbedo(bsdfOf(testing::conductorMaterial(roughness, anisotropy), wo), wo, 4096),
                                describe(0, roughness, anisotropy, c, azimuth));
                }
            }
        }
    }
    EXPECT_GE(furnace.share(0.005), 0.95) << furnace;
    EXPECT_LE(furnace.worst, 0.015) << furnace;   // anisotropic at roughness 1
    report("conductor", furnace);
}

/// eta below 1: from inside.
void addDielectrics(Furnace& furnace, float eta) {
    for (const float anisotropy : {0.0F, 0.3F, 0.8F}) {
        for (const float roughness : kRoughnesses) {
            for (const float c : kCosines) {
                for (const float azimuth : azimuthsFor(anisotropy)) {
                    const vec3 wo = directionAt(c, azimuth);
                    const Material m = testing::dielectricMaterial(eta < 1 ? 1 / eta : eta, roughness, anisotropy);
                    furnace.add(sampledAlbedo(bsdfOf(m, wo, eta > 1), wo, 4096), describe(eta, roughness, anisotropy, c, azimuth));
                }
            }
        }
    }
}

TEST(Furnace, dielectric) {
    Furnace furnace;
    for (const float eta : kEtas) addDielectrics(furnace, eta);
    EXPECT_GE(furnace.share(0.005), 0.96) << furnace;
    EXPECT_LE(furnace.worst, 0.015) << furnace;
    report("dielectric", furnace);
}

// An index that is nearly the outside's, from inside, where total reflection and masking set in together.
TEST(Furnace, dielectricNearlyMatchedFromInside) {
    Furnace furnace;
    addDielectrics(furnace, 1 / 1.01F);
    EXPECT_GE(furnace.share(0.005), 0.95) << furnace;
    EXPECT_LE(furnace.worst, 0.015) << furnace;
    report("dielectricNearlyMatchedFromInside", furnace);
}

TEST(Furnace, thinWall) {
    Furnace furnace;
    for (const float eta : {1.33F, 1.5F, 2.4F}) {
        for (const float roughness : kRoughnesses) {
            for (const float c : kCosines) {
                const vec3 wo = directionAt(c, kAzimuth);
                Material m = testing::dielectricMaterial(eta, roughness);
                m.thinWalled = true;
                furnace.add(sampledAlbedo(bsdfOf(m, wo), wo, 4096), describe(eta, roughness, 0, c));
            }
        }
    }
    EXPECT_LE(furnace.worst, 0.005) << furnace;
    report("thinWall", furnace);
}

TEST(Furnace, interfaceOverDiffuse) {
    Furnace furnace;
    for (const float eta : kEtas) {
        for (const float anisotropy : {0.0F, 0.8F}) {
            for (const float roughness : kRoughnesses) {
                for (const float c : kCosines) {
                    const vec3 wo = directionAt(c, kAzimuth);
                    Material m = testing::openPbrMaterial(eta, roughness, roughness);
                    m.specularRoughnessAnisotropy = anisotropy;
                    furnace.add(sampledAlbedo(bsdfOf(m, wo), wo, 4096), describe(eta, roughness, anisotropy, c));
                }
            }
        }
    }
    EXPECT_GE(furnace.share(0.005), 0.95) << furnace;
    EXPECT_LE(furnace.worst, 0.01) << furnace;
    report("interfaceOverDiffuse", furnace);
}

// Metal, diffuse and clear parts in one, with an interface made weaker than its index says.
TEST(Furnace, mixture) {
    Furnace furnace;
    for (const float roughness : kRoughnesses) {
        for (const float c : kCosines) {
            const vec3 wo = directionAt(c, kAzimuth);
            Material m = testing::openPbrMaterial(1.5F, roughness, 0.5F);
            m.transmissionWeight = 0.6F;
            furnace.add(sampledAlbedo(bsdfOf(m, wo, false), wo, 4096), "from inside, " + describe(1.5F, roughness, 0, c));
            m.specularWeight = 0.5F;
            furnace.add(sampledAlbedo(bsdfOf(m, wo), wo, 4096), describe(1.5F, roughness, 0, c));
            m.specularWeight = 1;
            m.baseMetalness = 0.4F;
            furnace.add(sampledAlbedo(bsdfOf(m, wo), wo, 4096), describe(1.5F, roughness, 0, c));
        }
    }
    EXPECT_GE(furnace.share(0.005), 0.95) << furnace;
    EXPECT_LE(furnace.worst, 0.01) << furnace;
    report("mixture", furnace);
}

constexpr std::array kCoatEtas{1.01F, 1.33F, 1.6F, 2.4F};

/// Under a clear coat of every roughness: metal, plastic, glass from both sides, and all at once.
TEST(Furnace, coat) {
    Furnace furnace;
    for (const float ior : kCoatEtas) {
        for (const float roughness : kRoughnesses) {
            for (const float c : kCosines) {
                const vec3 wo = directionAt(c, kAzimuth);
                const auto add = [&](const char* name, Material m, bool front = true) {
                    m.coatRoughnessAnisotropy = roughness == 0.3F ? 0.8F : 0.0F;
                    furnace.add(sampledAlbedo(bsdfOf(m, wo, front), wo, 4096), name + (" coat " + describe(ior, roughness, m.coatRoughnessAnisotropy, c)));
                };
                add("metal", testing::coated(testing::metalMaterial(0.3F), roughness, ior));
                add("plastic", testing::coated(testing::openPbrMaterial(1.5F, 0.3F), roughness, ior));
                add("glass", testing::coated(testing::glassMaterial(1.5F, 0.3F), roughness, ior));
                add("glass inside", testing::coated(testing::glassMaterial(1.5F, 0.3F), roughness, ior), false);
                Material mixed = testing::coated(testing::glassMaterial(1.5F, 0.3F), roughness, ior);
                mixed.transmissionWeight = 0.5F;
                mixed.baseMetalness = 0.3F;
                mixed.coatWeight = 0.6F;
                add("mixture", mixed);
            }
        }
    }
    EXPECT_GE(furnace.share(0.005), 0.95) << furnace;
    EXPECT_LE(furnace.worst, 0.015) << furnace;
    report("coat", furnace);
}

TEST(Furnace, fuzz) {
    Furnace furnace;
    for (const float roughness : kRoughnesses) {
        for (const float c : kCosines) {
            const vec3 wo = directionAt(c, kAzimuth);
            const auto add = [&](const char* name, const Material& m, bool front = true) {
                furnace.add(sampledAlbedo(bsdfOf(m, wo, front), wo, 4096), name + (" fuzz " + describe(1.5F, roughness, 0, c)));
            };
            add("diffuse", testing::fuzzy(testing::openPbrMaterial(1, 0.3F), roughness));
            add("plastic", testing::fuzzy(testing::openPbrMaterial(1.5F, 0.3F), roughness));
            add("metal", testing::fuzzy(testing::metalMaterial(0.3F), roughness, 0.5F));
            add("glass", testing::fuzzy(testing::glassMaterial(1.5F, 0.3F), roughness));
            add("glass inside", testing::fuzzy(testing::glassMaterial(1.5F, 0.3F), roughness), false);
            add("coat", testing::fuzzy(testing::coated(testing::openPbrMaterial(1.5F, 0.3F), 0.2F), roughness));
        }
    }
    EXPECT_GE(furnace.share(0.005), 0.97) << furnace;
    EXPECT_LE(furnace.worst, 0.01) << furnace;
    report("fuzz", furnace);
}

TEST(Furnace, thinFilm) {
    Furnace furnace;
    for (const float thickness : {0.1F, 0.5F, 2.0F}) {
        for (const float roughness : kRoughnesses) {
            for (const float c : kCosines) {
                const vec3 wo = directionAt(c, kAzimuth);
                const auto add = [&](const char* name, Material m, bool front = true) {
                    m = testing::filmed(m, thickness, 1.4F, roughness == 0.1F ? 0.5F : 1.0F);
                    furnace.add(sampledAlbedo(bsdfOf(m, wo, front), wo, 4096), name + (" film " + describe(thickness, roughness, 0, c)));
                };
                add("metal", testing::metalMaterial(roughness));
                add("plastic", testing::openPbrMaterial(1.5F, roughness));
                add("glass", testing::glassMaterial(1.5F, roughness));
                add("glass inside", testing::glassMaterial(1.5F, roughness), false);
                add("coated plastic", testing::coated(testing::openPbrMaterial(1.5F, roughness), 0.2F));
                Material sheet = testing::glassMaterial(1.33F, roughness);
                sheet.thinWalled = true;
                add("sheet", sheet);
            }
        }
    }
    EXPECT_GE(furnace.share(0.005), 0.9) << furnace;
    EXPECT_LE(furnace.worst, 0.015) << furnace;
    report("thinFilm", furnace);
}

// The same by integrating evaluate(), which shares nothing with sample() but the formulas.
TEST(Furnace, withoutSampling) {
    for (const float roughness : {0.1F, 0.3F, 0.6F, 1.0F}) {
        for (const float c : {1.0F, 0.7F, 0.3F, 0.1F}) {
            const vec3 wo = directionAt(c, kAzimuth);
            const float alpha = roughness * roughness;
            EXPECT_NEAR(integratedAlbedo(bsdfOf(testing::conductorMaterial(roughness), wo), wo, alpha, 1.5F), 1, 0.01)
                << describe(0, roughness, 0, c);
            for (const float eta : {1.33F, 1.5F, 2.4F, 1 / 1.5F}) {
                const Material m = testing::dielectricMaterial(eta < 1 ? 1 / eta : eta, roughness);
                EXPECT_NEAR(integratedAlbedo(bsdfOf(m, wo, eta > 1), wo, alpha, eta), 1, 0.015) << describe(eta, roughness, 0, c);
            }
        }
    }
}

// The furnace's figures as they are, in units of 1e-4: drift shows here before it reaches the limits above. A change that
// is meant goes into this table.
TEST(Furnace, figures) {
    struct Row {
        const char* name;
        float roughness;
        std::array<int, 5> albedo;   // kCosines
    };
    const Row rows[] = {
        {"eon", 0, {10000, 10000, 10000, 10000, 10000}},
        {"eon", 0.05F, {10001, 10000, 10000, 10000, 10000}},
        {"eon", 0.1F, {10001, 10000, 10000, 10000, 9999}},
        {"eon", 0.3F, {10001, 10001, 10000, 10000, 9999}},
        {"eon", 0.6F, {10000, 10002, 10000, 10004, 9998}},
        {"eon", 1, {10001, 10002, 10002, 10004, 9999}},
        {"metal", 0, {10000, 10000, 10000, 10000, 10000}},
        {"metal", 0.05F, {10000, 10001, 10005, 10015, 10020}},
        {"metal", 0.1F, {10002, 10005, 10016, 10019, 10003}},
        {"metal", 0.3F, {10010, 10030, 10021, 9997, 10009}},
        {"metal", 0.6F, {10007, 9994, 10006, 10006, 10007}},
        {"metal", 1, {10020, 10016, 10009, 10004, 9994}},
        {"brushed metal", 0, {10000, 10000, 10000, 10000, 10000}},
        {"brushed metal", 0.05F, {10000, 10000, 10000, 10002, 10004}},
        {"brushed metal", 0.1F, {10000, 10000, 10004, 10003, 10007}},
        {"brushed metal", 0.3F, {10011, 10004, 10004, 9989, 10001}},
        {"brushed metal", 0.6F, {10010, 9997, 10012, 10008, 10007}},
        {"brushed metal", 1, {10022, 10015, 10019, 10010, 10007}},
        {"glass", 0, {10000, 10000, 10000, 10000, 10000}},
        {"glass", 0.05F, {10000, 10001, 10004, 10014, 10016}},
        {"glass", 0.1F, {10000, 10003, 10011, 10015, 10000}},
        {"glass", 0.3F, {9998, 10005, 10007, 9989, 10005}},
        {"glass", 0.6F, {9984, 10001, 10006, 10010, 10005}},
        {"glass", 1, {9972, 9997, 9994, 10000, 9980}},
        {"glass inside", 0, {10000, 10000, 10000, 10000, 10000}},
        {"glass inside", 0.05F, {10000, 10001, 10005, 10015, 10020}},
        {"glass inside", 0.1F, {10002, 10005, 10017, 10021, 10005}},
        {"glass inside", 0.3F, {10009, 9956, 10034, 9995, 10007}},
        {"glass inside", 0.6F, {9991, 9946, 10029, 10026, 10033}},
        {"glass inside", 1, {9942, 10039, 9950, 9995, 10062}},
        {"diamond", 0, {10000, 10000, 10000, 10000, 10000}},
        {"diamond", 0.05F, {10000, 10001, 10004, 10014, 10016}},
        {"diamond", 0.1F, {10000, 10003, 10011, 10015, 10000}},
        {"diamond", 0.3F, {9994, 10002, 10001, 9979, 9996}},
        {"diamond", 0.6F, {10005, 9995, 9999, 10005, 10001}},
        {"diamond", 1, {10027, 10006, 10014, 10007, 9985}},
        {"diamond inside", 0, {10000, 10000, 10000, 10000, 10000}},
        {"diamond inside", 0.05F, {10000, 10001, 10005, 10015, 10020}},
        {"diamond inside", 0.1F, {10002, 10005, 10016, 10019, 10005}},
        {"diamond inside", 0.3F, {10010, 10023, 10010, 9994, 10007}},
        {"diamond inside", 0.6F, {10006, 10003, 10008, 10007, 10002}},
        {"diamond inside", 1, {10003, 9919, 10020, 10038, 10002}},
        {"sheet", 0, {10000, 10000, 10000, 10000, 10000}},
        {"sheet", 0.05F, {10000, 10001, 10003, 10014, 10019}},
        {"sheet", 0.1F, {10001, 10003, 10011, 10021, 10003}},
        {"sheet", 0.3F, {10009, 10027, 10002, 9988, 10007}},
        {"sheet", 0.6F, {10013, 10021, 10003, 10005, 10008}},
        {"sheet", 1, {9994, 10002, 10002, 10000, 9995}},
        {"plastic", 0, {10000, 10000, 10000, 10000, 10000}},
        {"plastic", 0.05F, {10000, 10000, 10000, 10011, 10020}},
        {"plastic", 0.1F, {10000, 10001, 10000, 10013, 10016}},
        {"plastic", 0.3F, {10001, 10019, 9970, 9945, 9969}},
        {"plastic", 0.6F, {10019, 10010, 9994, 9973, 10010}},
        {"plastic", 1, {10014, 10018, 9980, 9996, 9990}},
    };
    for (const Row& row : rows) {
        const std::string name = row.name;
        Material m = name == "metal" ? testing::conductorMaterial(row.roughness)
                     : name == "brushed metal" ? testing::conductorMaterial(row.roughness, 0.8F)
                     : name == "eon" ? testing::diffuseMaterial(row.roughness)
                     : name.starts_with("plastic") ? testing::openPbrMaterial(1.5F, row.roughness)
                     : testing::dielectricMaterial(name.starts_with("diamond") ? 2.4F : 1.5F, row.roughness);
        m.thinWalled = name == "sheet";
        for (size_t i = 0; i < kCosines.size(); ++i) {
            const vec3 wo = directionAt(kCosines[i], kAzimuth);
            EXPECT_NEAR(sampledAlbedo(bsdfOf(m, wo, !name.ends_with("inside")), wo, 4096) * 1e4, row.albedo[i], 3) << name << " " << row.roughness << " " << kCosines[i];
        }
    }
}

// Colours absorb: never brighter than white, and each bounce between facets deepens the colour.
TEST(Furnace, coloursLoseLight) {
    for (const float roughness : {0.3F, 0.6F, 1.0F}) {
        for (const float c : kCosines) {
            const vec3 wo = directionAt(c, kAzimuth);
            Material m = testing::conductorMaterial(roughness);
            m.baseColor = {0.95F, 0.5F, 0.1F};
            const double with = sampledAlbedo(bsdfOf(m, wo), wo, 2048);
            m.multipleScattering = false;
            const double without = sampledAlbedo(bsdfOf(m, wo), wo, 2048);
            EXPECT_GT(with, without);
            EXPECT_LT(with, 0.95);
        }
    }
}

// Without compensation, G1 G1: the directional albedos that an independent quadrature has found (and a lone sphere in the
// furnace of the reference renderer shows).
TEST(Furnace, separableSingleScatteringAlbedo) {
    const auto table = nlohmann::json::parse(testing::readText("raytracer/testing/data/references/furnace/ggx_albedo_table.json"));
    const auto& cosines = table.at("mu");
    for (const char* masking : {"separable_smith", "height_correlated_smith"}) {
        for (const auto& [key, row] : table.at(masking).items()) {
            const float alpha = std::stof(key);
            Material m = testing::conductorMaterial(std::sqrt(alpha));
            m.conductorFresnel = ConductorFresnel::kConstant;
            m.multipleScattering = false;
            m.masking = std::string(masking).starts_with("sep") ? Masking::kSeparable : Masking::kCorrelated;
            for (size_t i = 0; i < cosines.size(); ++i) {
                const vec3 wo = directionAt(cosines[i].get<float>(), 0);
                const Bsdf bsdf = bsdfOf(m, wo);
                // Fibonacci lattices (Sloan and Joe 1994): the sampled normals fill the square evenly.
                constexpr int n = effort(17711, 4181), generator = effort(10946, 2584);
                double sum = 0;
                for (int k = 0; k < n; ++k) {
                    BsdfSample s;
                    const vec2 u((static_cast<float>(k) + 0.5F) / n, (static_cast<float>(int64_t{k} * generator % n) + 0.5F) / n);
                    if (sample(bsdf, wo, 0.5F, u, s)) sum += double{s.weight.g};
                }
                // At one place the table is too high: from above, alpha^2 of the facets send light below the horizon, so that
                // no more than 0.9975 can be left where it has 0.99785.
                const double expected = key == "0.05" && wo.z == 1 ? 0.9973 : row[i].get<double>();
                EXPECT_NEAR(sum / n, expected, effort(5, 20) * 1e-4)
                    << masking << " alpha " << alpha << " cosine " << wo.z;
            }
        }
    }
}

TEST(EnergyTables, hold) {
    const auto check = [](float table, float quadrature, float tolerance, const std::string& what) {
        EXPECT_NEAR(table, quadrature, tolerance) << what;
    };
    // On the nodes, what the generator has made; between them, the furnace tells.
    for (int r = 1; r < kEnergyRoughnesses; r += 2) {
        const float roughness = energyRoughness(r), alpha = roughness * roughness;
        for (int c = 1; c < kEnergyCosines; c += 3) {
            const vec3 wo = directionAt(std::min(energyCosine(c, roughness), 1.0F), 0);
            check(reflectorAlbedo(bsdfTables(), wo.z, roughness), microfacetAlbedo(wo, alpha, alpha, 0, 1 << 15).reflected, 3e-4F,
                  describe(0, roughness, 0, wo.z));
            for (int e = 9; e < kEnergyEtas; e += effort(3, 6)) {
                for (const bool inverse : {false, true}) {
                    const float eta = inverse ? 1 / energyEta(e) : energyEta(e);
                    const MicrofacetAlbedo a = microfacetAlbedo(wo, alpha, alpha, eta, 1 << 15);
                    const DielectricAlbedo d = dielectricAlbedo(bsdfTables(), wo.z, roughness, eta);
                    // The tables were made with 128 rings of 32 points, which the onset of total reflection puts that far off.
                    check(d.total, a.reflected + a.transmitted, inverse ? 2e-3F : 5e-4F, describe(eta, roughness, 0, wo.z));
                    if (!inverse) check(d.reflected * d.total, a.reflected, 3e-4F, describe(eta, roughness, 0, wo.z));
                }
            }
        }
    }
    for (int r = 1; r < kEnergyRoughnesses; r += 4) {
        const float roughness = energyRoughness(r), alpha = roughness * roughness;
        double mean = 0;
        for (int i = 0; i < 64; ++i) {
            const float c = (static_cast<float>(i) + 0.5F) / 64;
            mean += 2 * double{c} / 64 * double{microfacetAlbedo(directionAt(c, 0), alpha, alpha, 0, 2048).reflected};
        }
        EXPECT_NEAR(reflectorMeanAlbedo(bsdfTables(), roughness), mean, 1e-3) << roughness;
    }
}

TEST(EnergyTables, albedoIsWhatSamplingGives) {
    for (const auto& c : testing::roughCases()) {
        for (const float cosine : {0.9F, 0.4F}) {
            const vec3 wo = directionAt(cosine, kAzimuth);
            const Bsdf bsdf = bsdfOf(c.material, wo, c.frontFacing);
            EXPECT_NEAR(average(albedo(bsdf, wo)), sampledAlbedo(bsdf, wo, 4096), 0.1) << c.name << " " << cosine;
        }
    }
}

}  // namespace
}  // namespace raypool
