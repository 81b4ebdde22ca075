#include "raytracer/materials/thin_film.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "raytracer/materials/fresnel.h"
#include "raytracer/testing/spectral_film.h"

namespace raypool {
namespace {

using testing::Complexd;
using testing::spectralFilm;

ThinFilm filmOf(float thickness, float ior, float below = 1) {
    ThinFilm film;
    film.thickness = thickness;
    film.ior = ior;
    film.below = below;
    return film;
}

void expectNear(Rgb a, Rgb b, float tolerance, const char* what, float cosine, float thickness) {
    EXPECT_NEAR(a.r, b.r, tolerance) << what << " cosine " << cosine << " thickness " << thickness;
    EXPECT_NEAR(a.g, b.g, tolerance) << what << " cosine " << cosine << " thickness " << thickness;
    EXPECT_NEAR(a.b, b.b, tolerance) << what << " cosine " << cosine << " thickness " << thickness;
}

TEST(ThinFilm, agreesWithTheWholeSpectrum) {
    double error = 0;
    int count = 0;
    for (const float thickness : {0.05F, 0.15F, 0.3F, 0.5F, 0.8F, 1.5F}) {
        for (const float cosine : {1.0F, 0.7F, 0.4F, 0.15F}) {
            const auto compare = [&](const char* what, Rgb ours, Rgb exact, float tolerance) {
                expectNear(ours, exact, tolerance, what, cosine, thickness);
                error += double{std::fabs(ours.r - exact.r) + std::fabs(ours.g - exact.g) + std::fabs(ours.b - exact.b)};
                count += 3;
            };
            compare("soap film", filmReflectance(filmOf(thickness, 1.33F), cosine, 1, 0), spectralFilm(cosine, 1, 1.33, thickness, 1), 0.03F);
            compare("oil on glass", filmReflectance(filmOf(thickness, 1.8F), cosine, 1.5F, 0), spectralFilm(cosine, 1, 1.8, thickness, 1.5), 0.04F);
            compare("oxide on titanium", filmReflectance(filmOf(thickness, 2.2F), cosine, 2.5F, 3.2F),
                    spectralFilm(cosine, 1, 2.2, thickness, {2.5, 3.2}), 0.12F);
        }
    }
    EXPECT_LE(error / count, 0.012);
}

TEST(ThinFilm, asThinAsNothingItIsNotThere) {
    for (const float cosine : {1.0F, 0.6F, 0.2F, 0.05F}) {
        EXPECT_NEAR(filmReflectance(filmOf(1e-6F, 1.4F), cosine, 1.5F, 0).g, fresnelDielectric(cosine, 1.5F).reflectance, 2e-3);
        EXPECT_NEAR(filmReflectance(filmOf(1e-6F, 1.8F), cosine, 1.5F, 0).b, fresnelDielectric(cosine, 1.5F).reflectance, 2e-3);
        EXPECT_NEAR(filmReflectance(filmOf(1e-6F, 1.4F), cosine, 0.2F, 3.5F).r, fresnelConductor(cosine, 0.2F, 3.5F), 2e-3);
    }
}

// Far beyond the coherence of light a colour sees intensities: R = r1 + t1^2 r2 / (1 - r1 r2), for each polarisation.
TEST(ThinFilm, thickFilmsAreGrey) {
    const Rgb thick = filmReflectance(filmOf(40, 1.5F), 1, 1, 0);
    const double once = 0.04, both = 2 * once / (1 + once);
    EXPECT_NEAR(thick.r, both, 1e-4);
    EXPECT_NEAR(thick.g, both, 1e-4);
    EXPECT_NEAR(thick.b, both, 1e-4);
}

TEST(ThinFilm, neverReflectsMoreThanAll) {
    for (float cosine = 0; cosine <= 1; cosine += 0.02F) {
        for (const float thickness : {0.01F, 0.1F, 0.4F, 1.0F, 10.0F, 1e4F}) {
            for (const float ior : {0.5F, 1.0F, 1.4F, 2.5F}) {
                for (const float n : {0.05F, 0.7F, 1.0F, 1.5F, 4.0F}) {
                    for (const float k : {0.0F, 2.0F, 8.0F}) {
                        const Rgb r = filmReflectance(filmOf(thickness, ior), cosine, n, k);
                        ASSERT_TRUE(isFinite(r) && std::min({r.r, r.g, r.b}) >= 0 && maxComponent(r) <= 1) << cosine << " " << thickness << " " << ior;
                    }
                }
            }
        }
        // What absorbs nothing and lets nothing through stays a mirror.
        EXPECT_NEAR(filmReflectance(filmOf(0.5F, 1.4F), cosine, 0, 1).g, 1, 1e-4);
    }
}

// Under a coat the angles are those inside it: the film's upper face reflects less, and there is no total reflection.
TEST(ThinFilm, underACoat) {
    ThinFilm film = filmOf(0.4F, 1.33F);
    film.outside = 1.6F;
    for (const float cosine : {1.0F, 0.5F, 0.1F}) {
        const double inside = std::sqrt(1 - (1 - double{cosine} * double{cosine}) / (1.6 * 1.6));
        expectNear(filmReflectance(film, cosine, 1.5F, 0), spectralFilm(inside, 1.6, 1.33, 0.4, 1.5), 0.02F, "coat", cosine, 0.4F);
    }
}

TEST(ThinFilm, complexIndexHasTheColours) {
    const Rgb f0{0.9F, 0.5F, 0.2F};
    for (const float tint : {0.0F, 0.5F, 1.0F}) {
        Rgb n, k;
        complexIorOf(f0, grey(tint), n, k);
        const Rgb again = fresnelConductor(1, n, k);
        expectNear(again, f0, 1e-3F, "reflectivity", 1, tint);
    }
    Rgb n, k;
    complexIorOf({1, 1, 1}, {1, 1, 1}, n, k);
    EXPECT_NEAR(fresnelConductor(0.3F, n, k).g, 1, 1e-3);
}

}  // namespace
}  // namespace raypool
