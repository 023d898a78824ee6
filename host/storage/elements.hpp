#pragma once
#include <string>
#include <string_view>

#include "host/storage/arrival.hpp"

namespace herald::storage {

/// How an element ended: what its row says.
struct ElementEnding {
  std::string_view status;  ///< PROCESSED, PENDING (parked), SKIPPED, FAILED
  std::string reason{};
};

/// Names the rows that apply_element() looks at.
void want_element(Batch& batch, const domain::WebhookElement& element, const Telling& telling);

/// Does what the element says. Its id becomes the id of its parked receipt, should it have to wait.
ElementEnding apply_element(Batch& batch, const domain::WebhookElement& element, const Telling& telling);

}  // namespace herald::storage
