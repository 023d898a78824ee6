#include "tests/contract/storage/conversation_steps.hpp"

namespace herald::test {
namespace {

std::string outcome(const Result<Done>& done) { return done ? "success" : done.error().reason; }

}  // namespace

std::string ConversationContract::sum(std::vector<domain::MessageNews> news,
                                      std::vector<domain::CursorMove> moves) {
  return outcome(store.commit<Done>([&](auto done) { sums.apply(std::move(moves), std::move(news), done); }));
}

std::string ConversationContract::count(const std::vector<domain::Message>& fresh) {
  std::vector<domain::MessageNews> news;
  for (const domain::Message& message : fresh) news.push_back({.message = message.id, .fresh = true});
  return sum(std::move(news));
}

domain::Message ConversationContract::arrive(const std::string& number) {
  const auto element = text_from(store.uuid(), number);
  receive({element});
  return view(element.inbound->message.id).message;
}

domain::Conversation ConversationContract::talk(const domain::ConversationId& id) {
  const auto found = conversations.find(store.tenant, id);
  EXPECT_TRUE(found) << found.error().reason;
  return found ? found->conversation : domain::Conversation{};
}

std::string ConversationContract::change(domain::ConversationChange change) {
  if (change.tenant.empty()) change.tenant = store.tenant;
  change.origin = {.actor = "test"};
  return outcome(store.commit<Done>([&](auto done) { conversations.update(std::move(change), done); }));
}

std::string ConversationContract::read(const domain::Message& of, const domain::MessageId& up_to) {
  const domain::ConversationReading reading{
      .id = of.conversation, .tenant = store.tenant, .up_to = up_to, .origin = {.actor = "test"}};
  return outcome(store.commit<Done>([&](auto done) { conversations.read(reading, done); }));
}

std::string ConversationContract::close(const domain::Message& of) {
  return change({.id = of.conversation, .close = true});
}

std::int64_t ConversationContract::entries(const domain::ConversationId& id) {
  return store.count("select count(*) from journal where tenant_id = ? and subject_id = ?",
                     {store.tenant, id.text});
}

}  // namespace herald::test
