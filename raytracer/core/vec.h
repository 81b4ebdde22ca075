// Vectors of the physically based renderer: glm's, in float; double where precision asks for it.
#pragma once
#include <cmath>

#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

namespace raypool {

using glm::cross;
using glm::dot;
using glm::dvec2;
using glm::dvec3;
using glm::length;
using glm::normalize;
using glm::uvec2;
using glm::vec2;
using glm::vec3;

/// Squared length.
inline float length2(vec3 v) { return dot(v, v); }
/// Largest component.
inline float maxComponent(vec3 v) { return v.x > v.y ? (v.x > v.z ? v.x : v.z) : (v.y > v.z ? v.y : v.z); }
/// glm's own goes through a pointer to a function, which g++ does not inline.
inline vec3 abs(vec3 v) { return {std::fabs(v.x), std::fabs(v.y), std::fabs(v.z)}; }

}  // namespace raypool
