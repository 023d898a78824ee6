#pragma once
#include <functional>
#include <string>
#include <utility>

#include "host/storage/tables.hpp"
#include "tests/contract/storage/fixture.hpp"

namespace herald::test {

/// Places in the rows of kInsertMessage.
namespace column {
inline constexpr std::size_t kId = 0, kTenant = 1, kShard = 2, kSession = 5, kSubject = 14, kStatus = 22,
                             kReference = 20;
}

/// A row of communication_message like that of `model`, under an id of its own.
inline storage::Row message_row_like(Store& store, const domain::Message& model) {
  const storage::Cell null;
  const storage::Cell now{store.clock.now()};
  return {store.uuid(),
          model.tenant,
          model.shard,
          model.channel,
          "SMS",
          model.conversation,
          model.contact,
          null,
          null,
          "OUTBOUND",
          "TEXT",
          "transactional",
          model.content.to_address,
          "",
          "",
          "hi",
          null,
          "[]",
          "{}",
          "{}",
          null,
          0,
          "QUEUED",
          "",
          null,
          null,
          1,
          "message",
          model.contact,
          now,
          now,
          null,
          null,
          "",
          "",
          "",
          null,
          0};
}

/// An operation that checks nothing: it adds a contact with the id `marker`, a journal entry about it, and
/// then `message`, right or wrong.
inline void submit_unchecked(Store& store, const std::string& marker, storage::Row message,
                             domain::Completion<Done> done) {
  storage::submit_step<Done>(
      store.writer, [](storage::Batch&) {},
      [tenant = store.tenant, marker, message = std::move(message)](storage::Batch& batch) -> Result<Done> {
        batch.insert(storage::kInsertContact, {marker, tenant, "", storage::Cell{}, storage::Cell{},
                                               "message", marker, batch.now(), batch.now()});
        batch.insert(storage::kInsertMessage, message);
        batch.journal(domain::shard_of(marker), {.type = "contact.created",
                                                 .tenant = tenant,
                                                 .actor = "test",
                                                 .subject_kind = "contact",
                                                 .subject = marker,
                                                 .at = batch.now()});
        return Done{};
      },
      std::move(done));
}

/// How many rows tell of `marker`: 2 when its operation was stored, 0 when nothing of it was.
inline std::int64_t traces(Store& store, const std::string& marker) {
  return store.count("select count(*) from contact where id = ?", storage::Row{marker}) +
         store.count("select count(*) from journal where subject_id = ?", storage::Row{marker});
}

}  // namespace herald::test
