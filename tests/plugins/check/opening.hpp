#pragma once
/// What a plugin must not do to the process of its host. Nothing in the good build. The breaks are in load.
namespace courier {

/// Called once by every open().
void misbehave_at_open();

}  // namespace courier
