#pragma once
#include "host/storage/statements.hpp"

namespace herald::storage {

// The rows that writer operations add and change. Order numbers follow the foreign keys.
extern const Insert kInsertTenant;
extern const Insert kInsertUser;
extern const Insert kInsertApiKey;
extern const Insert kInsertChannel;
extern const Insert kInsertContact;
extern const Insert kInsertAddress;
extern const Insert kInsertSuppression;
extern const Insert kInsertPreference;
extern const Insert kInsertConversation;
extern const Insert kInsertMessage;
extern const Insert kInsertInbound;
extern const Insert kInsertWork;
extern const Insert kInsertIdempotency;
extern const Insert kInsertAttempt;
extern const Insert kInsertWebhook;
extern const Insert kInsertRawWebhook;
extern const Insert kInsertElement;
extern const Insert kInsertParked;
extern const Insert kInsertJournal;

extern const Update kUpdateUserStatus;
extern const Update kUpdateApiKeyRevoked;
extern const Update kUpdateChannel;
extern const Update kUpdateChannelDeleted;
extern const Update kUpdateContactConversation;
extern const Update kNameContact;
extern const Update kUpdateSession;
extern const Update kCloseSession;
extern const Update kUpdateMessageStatus;
extern const Update kUpdateMessageResend;
extern const Update kUpdateMessageChannel;
extern const Update kUpdateAttempt;
extern const Update kUpdateWorkDue;
extern const Update kUpdateWorkChannel;
extern const Update kLiftSuppression;
extern const Update kUpdatePreference;
extern const Update kUpdateWebhookVerified;
extern const Update kUpdateElement;

extern const Delete kDeleteWork;
extern const Delete kDeleteParked;

}  // namespace herald::storage
