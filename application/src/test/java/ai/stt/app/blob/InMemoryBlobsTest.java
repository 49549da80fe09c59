package ai.stt.app.blob;

class InMemoryBlobsTest extends BlobStoreContract {
  @Override
  protected BlobStore store() {
    return new InMemoryBlobs();
  }
}
