#pragma once
#include <optional>

#include "host/domain/record_ports.hpp"
#include "host/storage/batch.hpp"

namespace herald::storage {

/// The keys that effects depend on.
void want_effects(Batch& batch, const domain::Effects& effects);

/// Conflict/"cursor_moved" when the event was answered before, or was passed over.
std::optional<Error> cursor_refusal(Batch& batch, const domain::Effects& effects);
std::optional<Error> cursor_refusal(Batch& batch, const domain::CursorMove& move);

/// Adds commands, publications and the cursor's move of a set that is committed.
void add_effects(Batch& batch, const domain::WriteSet& set);
void move_cursor(Batch& batch, const domain::CursorMove& move);

}  // namespace herald::storage
