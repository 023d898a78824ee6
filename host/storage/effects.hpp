#pragma once
#include <optional>

#include "host/domain/record_ports.hpp"
#include "host/storage/batch.hpp"

namespace herald::storage {

/// The keys that effects depend on.
void want_effects(Batch& batch, const domain::Effects& effects);

/// What says that the call was answered before, or passed over: the two below.
std::optional<Error> effects_refusal(Batch& batch, const domain::Effects& effects);
/// Conflict/"cursor_moved".
std::optional<Error> cursor_refusal(Batch& batch, const domain::CursorMove& move);
/// Conflict/"job_moved".
std::optional<Error> job_refusal(Batch& batch, const domain::JobMove& move);

/// Adds commands, publications and the moves of cursor and job of a set that is committed.
void add_effects(Batch& batch, const domain::WriteSet& set);
void move_cursor(Batch& batch, const domain::CursorMove& move);
void move_job(Batch& batch, const domain::JobMove& move);

}  // namespace herald::storage
