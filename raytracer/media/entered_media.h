// Media that a path has found where it entered bodies whose inside differs from place to place: of textured materials and of
// mixes. A body is filled evenly for one path, with what its surface says where that path came in, as OpenPBR's shading is
// asked there; the next path may find another filling.
#pragma once
#include <array>

#include "raytracer/media/medium.h"
#include "raytracer/media/medium_stack.h"

namespace raypool {

class EnteredMedia {
public:
    static constexpr uint32_t kCapacity = 4;   // of such bodies around one point; what is inside of more is their mean

    /// Keeps a medium, in place of one that the stack does not need, and says the number by which MediumStack knows it.
    /// kNone: there is no place.
    uint32_t keep(const Medium& medium, const MediumStack& stack, uint32_t alsoNeeded = kNone) {
        for (uint32_t i = 0; i < kCapacity; ++i) {
            const uint32_t id = kFirst + i;
            if (id == alsoNeeded || stack.holds(id)) continue;
            media_[i] = medium;
            return id;
        }
        return kNone;
    }
    static bool has(uint32_t id) { return id >= kFirst && id != kNone; }
    const Medium& operator[](uint32_t id) const { return media_[id - kFirst]; }

private:
    static constexpr uint32_t kFirst = 0xF000'0000;   // no scene has so many media of its own
    std::array<Medium, kCapacity> media_{};
};

}  // namespace raypool
