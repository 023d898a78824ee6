#pragma once
#include <string>
#include <vector>

#include "host/domain/record_ports.hpp"
#include "host/features/desk.hpp"
#include "host/json/document.hpp"

namespace herald::features {

/// The `reply` of a route's answer, to be completed with what was written. [value]
struct ReplyDraft {
  int status{200};
  json::Document body{};
  std::string made{};  ///< ref of the write that makes a thing
  std::string etag{};  ///< ref whose revision is the entity tag, or a number
  std::vector<std::pair<std::string, std::string>> fill{};  ///< member of the body → "ref.id", "ref.rev" …
};

/// Internal/"bad_answer" when the reply cannot be read, or refers to a write that is not in the set.
Result<ReplyDraft> read_reply(const json::Document& answer, int status, const domain::WriteSet& set);

RouteReply complete(const ReplyDraft& draft, const std::vector<domain::Written>& written);

}  // namespace herald::features
