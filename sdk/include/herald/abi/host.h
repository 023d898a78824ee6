/* Interfaces that the host offers to plugins through herald_host.get_interface. */
/* Made from sdk/abi/spec by sdk/abi/generate. */
#pragma once
#include "herald/abi/core.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HERALD_CRYPTO_1 "herald.crypto/1"
#define HERALD_LOG_1 "herald.log/1"

/* Hash functions. SHA1 and MD5 only for providers that still demand them. */
#define HERALD_HASH_MD5 1
#define HERALD_HASH_SHA1 2
#define HERALD_HASH_SHA256 3
#define HERALD_HASH_SHA512 4

/* Signature schemes. */
#define HERALD_SIGN_RSA_PKCS1_SHA1 1
#define HERALD_SIGN_RSA_PKCS1_SHA256 2  /* RFC 8017 §8.2; RS256 of JWT */
#define HERALD_SIGN_ECDSA_P256_SHA256 3 /* signature in DER */
#define HERALD_SIGN_ED25519 4           /* RFC 8032 */

/* Alphabets of RFC 4648. */
#define HERALD_BASE64_STD 1 /* §4, padded; decoding demands the padding */
#define HERALD_BASE64_URL 2 /* §5, unpadded; decoding takes it with or without padding */

/* "herald.crypto/1". Pure functions, so that no plugin carries its own primitives. Keys are PEM text or DER
 * bytes (public: SubjectPublicKeyInfo, private: PKCS#8 or traditional). Outputs are raw bytes unless said
 * otherwise.
 * OWNER inputs and sinks belong to the caller and are borrowed for the call. LIFETIME of the table: until
 * close() has returned. THREAD any.
 * ERRORS HERALD_INVALID (key, text or certificate cannot be read), HERALD_UNSUPPORTED (unknown number),
 * HERALD_SINK_FULL; err gets a reason without key material. */
typedef struct herald_crypto {
  uint32_t struct_size;
  uint32_t reserved;
  /* Hash of data. */
  herald_status (*digest)(int32_t hash, const herald_str* data, const herald_sink* out,
                          const herald_sink* err);
  /* HMAC of data (RFC 2104). */
  herald_status (*hmac)(int32_t hash, const herald_str* key, const herald_str* data, const herald_sink* out,
                        const herald_sink* err);
  /* HERALD_OK when the signature is genuine, HERALD_MISMATCH when it is not. */
  herald_status (*verify)(int32_t scheme, const herald_str* public_key, const herald_str* signature,
                          const herald_str* data, const herald_sink* err);
  /* Signature of data. */
  herald_status (*sign)(int32_t scheme, const herald_str* private_key, const herald_str* data,
                        const herald_sink* out, const herald_sink* err);
  /* The public key of an X.509 certificate (PEM or DER), as PEM text. Checks neither chain nor dates. */
  herald_status (*x509_public_key)(const herald_str* certificate, const herald_sink* out,
                                   const herald_sink* err);
  /* 1 when equal, else 0; the time taken depends on the lengths only. ERRORS cannot fail. */
  int32_t (*equal)(const herald_str* a, const herald_str* b);
  /* Text of data. */
  herald_status (*base64_encode)(int32_t alphabet, const herald_str* data, const herald_sink* out,
                                 const herald_sink* err);
  /* Bytes of text; whatever the alphabet does not know is HERALD_INVALID. */
  herald_status (*base64_decode)(int32_t alphabet, const herald_str* text, const herald_sink* out,
                                 const herald_sink* err);
  /* Unpredictable bytes, 1–1024 of them, for multipart boundaries and nonces. The host may replay them in
   * tests. */
  herald_status (*nonce)(herald_call* call, uint32_t count, const herald_sink* out, const herald_sink* err);
} herald_crypto;
#define HERALD_CRYPTO_LEAST 80u /* bytes of the table at minor 1: no peer has less */

/* Levels of a log line. */
#define HERALD_LOG_DEBUG 1
#define HERALD_LOG_INFO 2
#define HERALD_LOG_WARNING 3

/* "herald.log/1". The host's log.
 * OWNER arguments belong to the caller and are borrowed for the call. LIFETIME of the table: until close()
 * has returned. THREAD any.
 * ERRORS cannot fail; the host may drop lines. */
typedef struct herald_log {
  uint32_t struct_size;
  uint32_t reserved;
  /* One line. host is herald_host.host; call may be null; an unknown level counts as HERALD_LOG_INFO; event
   * is a name such as "unknown_status_word", fields a JSON object. No secrets, bodies or addresses. */
  void (*write)(void* host, herald_call* call, int32_t level, const herald_str* event,
                const herald_str* fields);
} herald_log;
#define HERALD_LOG_LEAST 16u /* bytes of the table at minor 1: no peer has less */

#ifdef __cplusplus
}
#endif
