// Interference in a thin film upon a facet: what it reflects, as a colour. The whole series of reflections between its two
// faces (Airy 1833) with the phases of both, as in Belcour and Barla 2017 ("A Practical Extension to Microfacet Theory for
// the Modeling of Varying Iridescence"): each order of the series is averaged over the eye's sensitivities in closed form,
// so that thick films turn grey and nothing aliases.
#pragma once
#include "raytracer/core/rgb.h"

namespace raypool {

/// None if the thickness is 0. Indices are over that of the body's surroundings.
struct ThinFilm {
    float thickness = 0;        // micrometres
    float ior = 1;
    float outside = 1;          // of what lies upon the film: the coat's, where there is one
    float below = 1;            // of what lies below; metals have their own
    bool fromBelow = false;     // light comes from inside the body
};

/// Unpolarised, in [0, 1]. cosine: in the surroundings, in [0, 1]; refraction on the way down through a coat included.
/// n + ik: of what lies below. 1 where the film reflects totally: nothing tunnels through it.
Rgb filmReflectance(const ThinFilm& film, float cosine, float n, float k);
/// Below each channel has its own index.
Rgb filmReflectance(const ThinFilm& film, float cosine, Rgb n, Rgb k);
/// Mean over the hemisphere, weighted by the cosine, about.
Rgb averageFilmReflectance(const ThinFilm& film, Rgb n, Rgb k);

/// A complex index for a metal that is given by its colours, reflectivity at normal incidence and edge tint (Gulbrandsen
/// 2014, "Artist Friendly Metallic Fresnel").
void complexIorOf(Rgb reflectivity, Rgb edgeTint, Rgb& n, Rgb& k);

}  // namespace raypool
