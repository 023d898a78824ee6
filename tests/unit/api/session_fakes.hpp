#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/domain/conversation_ports.hpp"

namespace herald::api {

/// One conversation; remembers what was asked.
class FakeConversations final : public domain::Conversations {
 public:
  std::optional<domain::ConversationView> view;
  domain::ConversationFilter filter;
  std::string cursor;
  std::string next_cursor;
  int limit{0};
  std::vector<domain::ConversationChange> changes;
  std::vector<domain::ConversationReading> readings;
  std::optional<Error> refuse;

  Result<domain::Page<domain::Conversation>> list(const domain::TenantId&,
                                                  const domain::ConversationFilter& by,
                                                  const std::string& after, int most) override {
    filter = by;
    cursor = after;
    limit = most;
    domain::Page<domain::Conversation> page{.next_cursor = next_cursor};
    if (view) page.items.push_back(view->conversation);
    return page;
  }
  Result<domain::ConversationView> find(const domain::TenantId& tenant,
                                        const domain::ConversationId& id) override {
    if (view && view->conversation.id == id && view->conversation.tenant == tenant) return *view;
    return Error{.code = Errc::NotFound, .reason = "unknown_session", .detail = "there is no such session"};
  }
  void update(domain::ConversationChange change, domain::Completion<Done> done) override {
    changes.push_back(std::move(change));
    if (refuse) return done(*refuse);
    done(Done{});
  }
  void read(domain::ConversationReading reading, domain::Completion<Done> done) override {
    readings.push_back(std::move(reading));
    if (refuse) return done(*refuse);
    done(Done{});
  }
};

}  // namespace herald::api
