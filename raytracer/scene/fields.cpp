#include "raytracer/scene/fields.h"

namespace raypool {

std::optional<double> NumberSlot::get() const {
    return std::visit(
        [](auto* to) -> std::optional<double> {
            if constexpr (std::is_same_v<decltype(to), std::optional<double>*>) {
                return *to;
            } else {
                return static_cast<double>(*to);
            }
        },
        to_);
}

void NumberSlot::set(double value) const {
    std::visit(
        [value](auto* to) {
            using T = std::remove_pointer_t<decltype(to)>;
            if constexpr (std::is_same_v<T, std::optional<double>>) {
                *to = value;
            } else {
                *to = static_cast<T>(value);
            }
        },
        to_);
}

namespace {

dvec3 asVector(const Rgb& c) { return {c.r, c.g, c.b}; }
dvec3 asVector(const dvec3& v) { return v; }
void assign(Rgb& c, dvec3 v) { c = {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)}; }
void assign(dvec3& to, dvec3 v) { to = v; }

}  // namespace

std::optional<dvec3> TripleSlot::get() const {
    return std::visit(
        [](auto* to) -> std::optional<dvec3> {
            if constexpr (requires { to->has_value(); }) {
                if (!to->has_value()) return std::nullopt;
                return asVector(**to);
            } else {
                return asVector(*to);
            }
        },
        to_);
}

void TripleSlot::set(dvec3 value) const {
    std::visit(
        [value](auto* to) {
            if constexpr (requires { to->has_value(); }) {
                to->emplace();
                assign(**to, value);
            } else {
                assign(*to, value);
            }
        },
        to_);
}

uint32_t ArraySlot::width() const {
    constexpr uint32_t kWidths[] = {3, 2, 4, 3};
    return kWidths[to.index()];
}

}  // namespace raypool
