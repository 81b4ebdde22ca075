// Which closed bodies a path is inside of, and whose medium and index count there: nested dielectrics with priorities
// (Schmidt and Budge 2002, "Simple nested dielectrics in ray traced images").
#pragma once
#include <array>
#include <cstdint>

#include "raytracer/geometry/object.h"

namespace raypool {

/// The highest priority counts; among equals, the body entered last. A small value, copied with the path.
class MediumStack {
public:
    struct Entry {
        uint32_t body = kNone;     // surface of the body
        uint32_t medium = kNone;   // kNone: nothing absorbs or scatters there
        float ior = 1;             // 0: the same as around it
        int32_t priority = 0;
        bool isSubsurface = false; // light wanders in it until it leaves without refraction
    };
    static constexpr uint32_t kCapacity = 12;   // bodies entered beyond that are not noticed

    /// What fills the space outside of all bodies.
    explicit MediumStack(uint32_t surrounding = kNone) { entries_[0].medium = surrounding; }

    /// What counts here.
    const Entry& top() const { return entries_[topIndex(false)]; }
    uint32_t medium() const { return top().medium; }
    /// Index of refraction here: of the top, or of what is around it if it has none of its own.
    float ior() const {
        const Entry& here = top();
        return here.ior > 0 ? here.ior : entries_[topIndex(true)].ior;
    }

    MediumStack entered(const Entry& body) const {
        MediumStack out = *this;
        if (out.count_ < kCapacity) out.entries_[out.count_++] = body;
        return out;
    }
    /// Without the last entry of that body; unchanged if the path was never inside.
    MediumStack left(uint32_t body) const {
        MediumStack out = *this;
        for (uint32_t i = out.count_; i-- > 1;) {
            if (out.entries_[i].body != body) continue;
            for (uint32_t j = i; j + 1 < out.count_; ++j) out.entries_[j] = out.entries_[j + 1];
            --out.count_;
            break;
        }
        return out;
    }
    /// Wandering in that body.
    bool wandersIn(uint32_t body) const {
        for (uint32_t i = 1; i < count_; ++i) {
            if (entries_[i].body == body && entries_[i].isSubsurface) return true;
        }
        return false;
    }
    /// Whether a body is filled with that medium.
    bool holds(uint32_t medium) const {
        for (uint32_t i = 1; i < count_; ++i) {
            if (entries_[i].medium == medium) return true;
        }
        return false;
    }
    bool contains(uint32_t body) const {
        for (uint32_t i = 1; i < count_; ++i) {
            if (entries_[i].body == body) return true;
        }
        return false;
    }
    uint32_t size() const { return count_ - 1; }
    /// The same body with an index of refraction counts in both: a wall between them is none. Media without walls of their
    /// own, whatever their priority, take no body's wall away.
    friend bool sameSurfaces(const MediumStack& a, const MediumStack& b) {
        return a.entries_[a.topIndex(true)].body == b.entries_[b.topIndex(true)].body;
    }

private:
    /// Index of the entry that counts; among those with an index of refraction of their own if `withIor`.
    uint32_t topIndex(bool withIor) const {
        uint32_t best = 0;
        for (uint32_t i = 1; i < count_; ++i) {
            if (withIor && !(entries_[i].ior > 0)) continue;
            if (best == 0 || entries_[i].priority >= entries_[best].priority) best = i;
        }
        return best;
    }

    std::array<Entry, kCapacity> entries_{};
    uint32_t count_ = 1;
};

}  // namespace raypool
