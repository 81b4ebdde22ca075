#pragma once
#include <atomic>

#include "app/wasm/protocol.h"

namespace raypool {

/// The control block of protocol.h.
struct ControlBlock {
    alignas(64) std::atomic<int32_t> words[protocol::kControlWords];

    int32_t get(protocol::Control word) const { return words[word].load(std::memory_order_acquire); }
    void set(protocol::Control word, int32_t value) { words[word].store(value, std::memory_order_release); }
    void set(protocol::Control word, uint32_t value) { set(word, static_cast<int32_t>(value)); }
    void setPointer(protocol::Control word, const void* p) {
        set(word, static_cast<uint32_t>(reinterpret_cast<uintptr_t>(p)));
    }
};

extern ControlBlock control;

}  // namespace raypool
