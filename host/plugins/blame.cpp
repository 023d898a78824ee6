#include "host/plugins/blame.hpp"

namespace herald::plugins {
namespace {

thread_local const Blame* current = nullptr;

}  // namespace

Blame::Blame(const std::string& suspicion, std::string_view doing) noexcept
    : suspicion_{suspicion}, doing_{doing}, outer_{current} {
  current = this;
}

Blame::~Blame() { current = outer_; }

const Blame* Blame::innermost() noexcept { return current; }

std::string suspicion(std::string_view id, std::string_view digest) {
  return "quarantined " + std::string{id} + ' ' + std::string{digest} + " crashed_in_";
}

}  // namespace herald::plugins
