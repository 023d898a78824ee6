#pragma once
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "host/domain/ports.hpp"

namespace herald::dispatch::test {

/// Undone work in order of (due_at, id), as the database has it.
class FakeSource final : public domain::WorkSource {
 public:
  Result<std::vector<domain::ChannelId>> channels(Instant until) override {
    ++looks;
    if (away) return Error{.code = Errc::Unavailable, .reason = "database_away"};
    std::set<std::string> names;
    for (const auto& [place, work] : stored)
      if (work.due_at <= until) names.insert(work.message.channel.text);
    return std::vector<domain::ChannelId>(names.begin(), names.end());
  }
  Result<std::vector<domain::Work>> load(const domain::ChannelId& channel, Instant until,
                                         const domain::WorkPlace& after, int limit) override {
    ++loads;
    if (away) return Error{.code = Errc::Unavailable, .reason = "database_away"};
    std::vector<domain::Work> page;
    for (const auto& [place, work] : stored)
      if (work.message.channel == channel && work.due_at <= until &&
          place > std::pair{after.due_at, after.message.text} &&
          page.size() < static_cast<std::size_t>(limit))
        page.push_back(work);
    return page;
  }
  void add(const domain::Work& work) { stored.insert_or_assign({work.due_at, work.message.id.text}, work); }
  void remove(const domain::MessageId& id) {
    std::erase_if(stored, [&](const auto& item) { return item.second.message.id == id; });
  }
  std::map<std::pair<Instant, std::string>, domain::Work> stored;
  int looks{0};
  int loads{0};
  bool away{false};
};

}  // namespace herald::dispatch::test
