#include "host/dispatch/gatherer.hpp"

#include <algorithm>
#include <utility>

#include "host/dispatch/plain_fetch.hpp"

namespace herald::dispatch {
namespace {

Error refused(const std::string& why) {
  return {.code = Errc::Invalid,
          .reason = "attachment_refused",
          .detail = "an attachment cannot be fetched: " + why};
}

Error unreachable(const std::string& why) {
  return {.code = Errc::Unavailable,
          .reason = "attachment_unreachable",
          .detail = "an attachment cannot be fetched now: " + why};
}

/// The last part of the URL's path, for a file that has no name.
std::string name_in(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t scheme = url.find("://");
  const std::size_t slash = url.rfind('/');
  const bool path =
      slash != std::string_view::npos && (scheme == std::string_view::npos || slash > scheme + 2);
  std::string name{path ? url.substr(slash + 1) : ""};
  const bool plain = std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7F && c != '%'; });
  return name.empty() || name.size() > 100 || !plain ? "attachment" : name;
}

}  // namespace

void Gatherer::gather(domain::TenantId tenant, domain::MessageId message,
                      domain::Completion<std::vector<domain::Medium>> done) {
  inbox_->put([this, tenant = std::move(tenant), message = std::move(message), done = std::move(done)] {
    auto page = ports_.book.list(tenant, message, {}, 100);
    if (!page) return done(unreachable(page.error().reason));
    if (page->items.empty()) return done(refused("its message has no record of it"));
    go_on(std::make_shared<Tour>(Tour{.media = std::move(page->items), .done = done}));
  });
}

void Gatherer::step() {
  for (const Task& task : inbox_->take()) task();
}

void Gatherer::go_on(const Shared& tour) {
  for (; tour->next < tour->media.size(); ++tour->next)
    if (tour->media[tour->next].bytes.digest.empty()) return fetch(tour, tour->media[tour->next]);
  tour->done(std::move(tour->media));
}

void Gatherer::fetch(const Shared& tour, const domain::Medium& medium) {
  const std::string path = ports_.files.incoming();
  ports_.carrier.send(
      {.method = "GET",
       .url = medium.url,
       .timeout = config_.request_limit,
       .start_by = ports_.clock.tick() + config_.start_limit,
       .save_to = path,
       .max_answer_bytes = config_.max_bytes},
      [this, inbox = inbox_, tour, path](domain::OutboundAnswer answer) {
        inbox->put([this, tour, path, answer = std::move(answer)] { fetched(tour, path, answer); });
      });
}

void Gatherer::fetched(const Shared& tour, const std::string& path, const domain::OutboundAnswer& answer) {
  const domain::Medium& medium = tour->media[tour->next];
  const PlainFetch end = judge_fetch(answer);
  if (!end.found || !answer.saved) {
    ports_.files.discard(path);
    return tour->done(end.final ? refused(end.code) : unreachable(end.code));
  }
  const std::string& stated = medium.bytes.content_type;
  const auto bytes = ports_.files.adopt(path, medium.tenant, stated.empty() ? end.content_type : stated,
                                        domain::TypeClaim::Hint);
  if (!bytes)
    return tour->done(bytes.error().code == Errc::Invalid ? refused(bytes.error().reason)
                                                          : unreachable(bytes.error().reason));
  stored(tour, *bytes);
}

void Gatherer::stored(const Shared& tour, const domain::StoredBytes& bytes) {
  domain::Medium& medium = tour->media[tour->next];
  medium.bytes = bytes;
  medium.media_type = domain::media_type_of(bytes.content_type);
  if (medium.name.empty()) medium.name = name_in(medium.url);
  ports_.book.fetched(medium, [this, inbox = inbox_, tour](Result<Done> done) {
    inbox->put([this, tour, done] {
      if (!done) return tour->done(unreachable(done.error().reason));
      ++tour->next;
      go_on(tour);
    });
  });
}

}  // namespace herald::dispatch
