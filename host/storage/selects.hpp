#pragma once
#include <utility>

#include "host/storage/statements.hpp"
#include "host/storage/states.hpp"
#include "host/storage/suppression_states.hpp"

namespace herald::storage {

// What a batch reads, and how its rows become states: row → (key, state).
extern const KeyedSelect kSelectAddress;
extern const KeyedSelect kSelectContact;
extern const KeyedSelect kSelectPreference;
extern const KeyedSelect kSelectWishOfContact;
extern const KeyedSelect kSelectIdempotency;
extern const KeyedSelect kSelectReference;
extern const KeyedSelect kSelectKnownAs;
extern const KeyedSelect kSelectSuppression;
extern const KeyedSelect kSelectChannel;
extern const KeyedSelect kSelectChannelName;
extern const KeyedSelect kSelectTenant;
extern const KeyedSelect kSelectUserEmail;
extern const KeyedSelect kSelectUser;
extern const KeyedSelect kSelectApiKey;
extern const KeyedSelect kSelectElement;
extern const KeyedSelect kSelectCursor;
extern const KeyedSelect kSelectJob;
extern const KeyedSelect kSelectLease;
extern const KeyedSelect kSelectFence;
extern const KeyedSelect kSelectBlob;
extern const KeyedSelect kSelectUpload;
extern const KeyedSelect kSelectSession;
extern const KeyedSelect kSelectStanding;
extern const KeyedSelect kSelectElementRow;
extern const KeyedSelect kSelectWebhook;
extern const KeyedSelect kSelectBacklog;
extern const KeyedSelect kSelectMessage;
extern const KeyedSelect kSelectAttempt;
extern const KeyedSelect kSelectAttemptByProviderId;
extern const KeyedSelect kSelectParked;
extern const KeyedSelect kSelectOpenAttempt;

std::pair<Row, AddressState> read_address(const Row& row);
std::pair<Row, AddressState> read_contact(const Row& row);
std::pair<Row, PreferenceState> read_preference_state(const Row& row);
std::pair<Row, PreferenceState> read_wish_of_contact(const Row& row);
std::pair<Row, IdempotencyState> read_idempotency(const Row& row);
std::pair<Row, Present> read_present(const Row& row);
std::pair<Row, KnownAsState> read_known_as(const Row& row);
std::pair<Row, BarrierState> read_barrier(const Row& row);
std::pair<Row, ChannelState> read_channel_state(const Row& row);
std::pair<Row, TenantOf> read_tenant_of(const Row& row);
std::pair<Row, OptOutState> read_standing(const Row& row);
std::pair<Row, ElementState> read_element_state(const Row& row);
std::pair<Row, WebhookState> read_webhook_state(const Row& row);
std::pair<Row, BacklogState> read_backlog_state(const Row& row);
std::pair<Row, MessageState> read_message_state(const Row& row);
std::pair<Row, AttemptState> read_attempt_state(const Row& row);
std::pair<Row, BlobState> read_blob_state(const Row& row);
std::pair<Row, UploadState> read_upload_state(const Row& row);
std::pair<Row, CursorState> read_cursor_state(const Row& row);
std::pair<Row, domain::JobState> read_job_state(const Row& row);
std::pair<Row, std::string> read_lease_owner(const Row& row);
std::pair<Row, domain::Fence> read_fence(const Row& row);
/// What writer_fence.heartbeat says of a writer that has left; the next start of its name takes it back.
inline constexpr std::int64_t kHasLeft = -1;
std::pair<Row, SessionState> read_session_state(const Row& row);
ParkedState read_parked(const Row& row);

}  // namespace herald::storage
