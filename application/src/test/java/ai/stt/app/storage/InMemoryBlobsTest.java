package ai.stt.app.storage;

class InMemoryBlobsTest extends BlobStoreContract {
  @Override
  protected BlobStore store() {
    return new InMemoryBlobs();
  }
}
